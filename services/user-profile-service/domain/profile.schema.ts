import { stamps } from '@gymcoach/middleware/contract/fields';
import { nullable } from '@gymcoach/middleware/contract/nullable';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';

const displayName = Type.String({ minLength: 1, maxLength: 80, format: 'line' });
const bio = Type.String({ maxLength: 500, format: 'lines' });
const birthDate = Type.String({ format: 'date', description: 'Age 16 to 110; from 13 with `guardianConsent`' });
const heightMm = Type.Integer({ minimum: 1000, maximum: 2600, description: 'Height in millimetres' });
const sexForEnergy = Type.Enum(['female', 'male', 'unspecified'], { description: 'For energy estimates only' });
const guardianConsent = Type.Boolean({
  description: 'A guardian agrees; needed at 13 to 15, where AI coaching is off',
});
const imageType = Type.Enum(['image/jpeg', 'image/png', 'image/webp']);

export const ProfileInput = Type.Object(
  {
    displayName,
    bio: Type.Optional(bio),
    birthDate: Type.Optional(birthDate),
    heightMm: Type.Optional(heightMm),
    sexForEnergy: Type.Optional(sexForEnergy),
    guardianConsent: Type.Optional(guardianConsent),
  },
  { additionalProperties: false },
);
export type ProfileInput = Static<typeof ProfileInput>;

/** `null` takes an optional field away. */
export const ProfilePatch = Type.Object(
  {
    displayName: Type.Optional(displayName),
    bio: Type.Optional(nullable(bio)),
    birthDate: Type.Optional(nullable(birthDate)),
    heightMm: Type.Optional(nullable(heightMm)),
    sexForEnergy: Type.Optional(nullable(sexForEnergy)),
    guardianConsent: Type.Optional(nullable(guardianConsent)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ProfilePatch = Static<typeof ProfilePatch>;

/**
 * The picture that the profile shows; `key` is its object in the media bucket. `replaces` are earlier objects: they are
 * deleted after the profile has changed, and named here so that a crash in between forgets none.
 */
const StoredAvatar = Type.Object(
  {
    key: Type.String({ maxLength: 200 }),
    contentType: imageType,
    width: Type.Integer({ minimum: 1, maximum: 8192 }),
    height: Type.Integer({ minimum: 1, maximum: 8192 }),
    replaces: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 10 })),
    uploadedAt: Type.String({ format: 'date-time' }),
  },
  { additionalProperties: false },
);
export type StoredAvatar = Static<typeof StoredAvatar>;

const StoredProfile = Type.Object(
  { ...ProfileInput.properties, avatar: Type.Optional(StoredAvatar) },
  { additionalProperties: false },
);
export type StoredProfile = Static<typeof StoredProfile>;
export const isStoredProfile = validator(StoredProfile, 'hot');

const Avatar = Type.Object({
  contentType: imageType,
  width: Type.Integer(),
  height: Type.Integer(),
  uploadedAt: Type.String({ format: 'date-time' }),
});

/** What a coach with the area `profile` sees. */
export const ProfileCard = Type.Object(
  {
    userId: Type.String({ format: 'uuid' }),
    displayName: Type.String(),
    avatar: Type.Optional(Avatar),
    version: stamps.version,
  },
  { $id: 'ProfileCard' },
);

export const Profile = Type.Object(
  {
    userId: Type.String({ format: 'uuid' }),
    displayName: Type.String(),
    bio: Type.Optional(Type.String()),
    birthDate: Type.Optional(Type.String({ format: 'date' })),
    heightMm: Type.Optional(Type.Integer()),
    sexForEnergy,
    guardianConsent: Type.Boolean(),
    aiCoaching: Type.Boolean({ description: 'False below 16, and while the age is not known' }),
    avatar: Type.Optional(Avatar),
    ...stamps,
  },
  { $id: 'Profile' },
);
export type Profile = Static<typeof Profile>;
export type ProfileCard = Static<typeof ProfileCard>;
