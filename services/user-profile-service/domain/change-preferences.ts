import { type Issue, invalidInput } from '@gymcoach/core/errors';
import type { Versioned } from '@gymcoach/core/table';
import { patched } from '@gymcoach/middleware/contract/patched';
import { PREFERENCES_ID } from './default-preferences.ts';
import type { Stores } from './ports.ts';
import { isStoredPreferences, type PreferencesPatch, type StoredPreferences } from './preferences.schema.ts';

/** Throws 412 with the current version, or 400 for a locale or time zone that does not exist. */
export const updatePreferences = (
  { preferences }: Pick<Stores, 'preferences'>,
  userId: string,
  expected: readonly number[],
  patch: PreferencesPatch,
): Promise<Versioned<StoredPreferences>> =>
  preferences.update(userId, PREFERENCES_ID, expected, (current) =>
    checkedPreferences(patched(isStoredPreferences, current, patch)),
  );

function checkedPreferences(preferences: StoredPreferences): StoredPreferences {
  const issues: Issue[] = [];
  if (!isAccepted(() => Intl.getCanonicalLocales(preferences.locale))) {
    issues.push(unknown('/locale', 'must be a BCP 47 language tag'));
  }
  // The runtime also takes offsets such as +02:00, which are no zones: they know no summer time.
  const { timeZone } = preferences;
  if (!/^[A-Za-z]/.test(timeZone) || !isAccepted(() => new Intl.DateTimeFormat('en', { timeZone }))) {
    issues.push(unknown('/timeZone', 'must be an IANA time zone'));
  }
  if (issues.length > 0) throw invalidInput(issues);
  return preferences;
}

function isAccepted(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false; // RangeError: the runtime's data does not know it
  }
}

const unknown = (pointer: string, message: string): Issue => ({
  in: 'body',
  pointer,
  code: 'validation.not-allowed',
  message,
});
