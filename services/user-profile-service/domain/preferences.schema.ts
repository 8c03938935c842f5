import { stamps } from '@gymcoach/middleware/contract/fields';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';

const units = {
  load: Type.Enum(['kg', 'lb']),
  distance: Type.Enum(['km', 'mi']),
  length: Type.Enum(['cm', 'in']),
  energy: Type.Enum(['kcal', 'kJ']),
};
const rounding = {
  loadGrams: Type.Integer({ minimum: 100, maximum: 10_000, description: 'Step to which loads are rounded, grams' }),
};
const fields = {
  locale: Type.String({ minLength: 2, maxLength: 35, description: 'BCP 47 language tag' }),
  timeZone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA time zone' }),
  weekStartsOn: Type.Enum(['monday', 'saturday', 'sunday']),
  privacy: Type.Enum(['private', 'coaches', 'public'], { description: 'Who may find the profile' }),
};

const StoredPreferences = Type.Object(
  {
    units: Type.Object(units, { additionalProperties: false }),
    ...fields,
    rounding: Type.Object(rounding, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
export type StoredPreferences = Static<typeof StoredPreferences>;
export const isStoredPreferences = validator(StoredPreferences);

export const PreferencesPatch = Type.Object(
  {
    units: Type.Optional(Type.Partial(Type.Object(units), { additionalProperties: false })),
    locale: Type.Optional(fields.locale),
    timeZone: Type.Optional(fields.timeZone),
    weekStartsOn: Type.Optional(fields.weekStartsOn),
    privacy: Type.Optional(fields.privacy),
    rounding: Type.Optional(Type.Partial(Type.Object(rounding), { additionalProperties: false })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type PreferencesPatch = Static<typeof PreferencesPatch>;

export const Preferences = Type.Object(
  { units: Type.Object(units), ...fields, rounding: Type.Object(rounding), ...stamps },
  { $id: 'Preferences' },
);
export type Preferences = Static<typeof Preferences>;
