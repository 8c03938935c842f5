import { idOf, stamps, userId } from '@gymcoach/middleware/contract/fields';
import { nullable } from '@gymcoach/middleware/contract/nullable';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';

const bodyPart = Type.Enum([
  'neck', 'shoulder', 'upper-arm', 'elbow', 'forearm', 'wrist', 'hand', 'chest', 'upper-back', 'lower-back', 'abdomen',
  'hip', 'groin', 'thigh', 'hamstring', 'knee', 'calf', 'ankle', 'foot',
]); // biome-ignore format: one list
const side = Type.Enum(['left', 'right', 'both', 'none']);
const severity = Type.Enum(['mild', 'moderate', 'severe']);
const since = Type.String({ format: 'date' });
const until = Type.String({ format: 'date', description: 'Last day; not before `since`' });
const blockedMovementPatterns = Type.Array(
  Type.Enum([
    'squat',
    'hinge',
    'lunge',
    'horizontal-push',
    'vertical-push',
    'horizontal-pull',
    'vertical-pull',
    'carry',
    'rotation',
    'jump',
    'run',
  ]),
  { maxItems: 11, uniqueItems: true, description: 'Movements that plans must leave out' },
);
const note = Type.String({ maxLength: 500, format: 'lines' });

const stored = {
  bodyPart,
  side,
  severity,
  since,
  until: Type.Optional(until),
  blockedMovementPatterns,
  note: Type.Optional(note),
};
const StoredInjury = Type.Object(stored, { additionalProperties: false });
export type StoredInjury = Static<typeof StoredInjury>;
export const isStoredInjury = validator(StoredInjury);

export const InjuryInput = Type.Object(
  { ...stored, side: Type.Optional(side), blockedMovementPatterns: Type.Optional(blockedMovementPatterns) },
  { additionalProperties: false },
);
export type InjuryInput = Static<typeof InjuryInput>;

/** `null` takes an optional field away. */
export const InjuryPatch = Type.Object(
  {
    bodyPart: Type.Optional(bodyPart),
    side: Type.Optional(side),
    severity: Type.Optional(severity),
    since: Type.Optional(since),
    until: Type.Optional(nullable(until)),
    blockedMovementPatterns: Type.Optional(blockedMovementPatterns),
    note: Type.Optional(nullable(note)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type InjuryPatch = Static<typeof InjuryPatch>;

export const InjuryPath = Type.Object({ userId, injuryId: idOf('inj') }, { additionalProperties: false });

export const Injury = Type.Object({ id: idOf('inj'), ...stored, ...stamps }, { $id: 'Injury' });
export type Injury = Static<typeof Injury>;
