import type { StoredPreferences } from './preferences.schema.ts';

export const PREFERENCES_ID = 'preferences';

/** What applies while nothing was chosen. */
export const DEFAULT_PREFERENCES: StoredPreferences = {
  units: { load: 'kg', distance: 'km', length: 'cm', energy: 'kcal' },
  locale: 'en',
  timeZone: 'UTC',
  weekStartsOn: 'monday',
  privacy: 'private',
  rounding: { loadGrams: 2500 },
};
