import { type Static, Type } from 'typebox';
import { COACHING_AREAS } from './coaching-areas.ts';

const instant = (description: string) => Type.String({ format: 'date-time', description });

/** Prefixed ULID: `rel_01J8Z3...`. */
export const coachingId = (prefix: 'inv' | 'rel' | 'acc') =>
  Type.String({ pattern: `^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`, maxLength: prefix.length + 27 });

/** What a client lets a coach see and do, and until when. */
export const grants = {
  areas: Type.Array(Type.Enum([...COACHING_AREAS]), {
    minItems: 1,
    maxItems: COACHING_AREAS.length,
    uniqueItems: true,
    description: 'What the coach may read',
  }),
  canWrite: Type.Boolean({ description: 'Whether the coach may also write plans, nutrition and goals, where open' }),
  until: instant('When it ends by itself; in the future'),
};

export const CoachingGrants = Type.Object(grants, { additionalProperties: false });
export type CoachingGrantsInput = Static<typeof CoachingGrants>;

/** Any part of the grants. */
export const someGrants = {
  areas: Type.Optional(grants.areas),
  canWrite: Type.Optional(grants.canWrite),
  until: Type.Optional(grants.until),
};
export type SomeGrants = Partial<CoachingGrantsInput>;

/** What every versioned thing of coaching answers about itself. */
export const coachingStamps = {
  version: Type.Integer({ minimum: 1, description: 'Also in the ETag' }),
  createdAt: instant('When it was made'),
  updatedAt: instant('When it last changed'),
};

export const side = Type.Enum(['coach', 'client'], { description: 'Who of the two' });
export type Side = Static<typeof side>;

export const atInstant = instant;
