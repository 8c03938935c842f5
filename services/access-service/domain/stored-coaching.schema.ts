import { personId } from '@gymcoach/middleware/contract/fields';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';
import { coachingId, side } from './coaching.schema.ts';

// The largest instant that a Date can hold.
const at = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });
const time = Type.String({ format: 'date-time' });
const version = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const text = Type.String({ maxLength: 200 });
// An area that is no longer known grants nothing, so it must not make the row unreadable.
const grants = { areas: Type.Array(text, { maxItems: 100 }), canWrite: Type.Boolean(), until: at };
const envelope = { v: Type.Integer({ minimum: 1, maximum: 1 }), version, createdAt: time, updatedAt: time };
const open = { additionalProperties: true };

const StoredCoachLink = Type.Object(
  {
    ...envelope,
    type: Type.Literal('coach-link'),
    id: coachingId('rel'),
    clientId: personId,
    coachId: personId,
    status: Type.Enum(['active', 'ended']),
    notBefore: at,
    ...grants,
    endedAt: Type.Optional(at),
    endedBy: Type.Optional(side),
  },
  open,
);
export type StoredCoachLink = Static<typeof StoredCoachLink>;
export const isStoredCoachLink = validator(StoredCoachLink);

const StoredInvitation = Type.Object(
  {
    ...envelope,
    type: Type.Literal('invitation'),
    id: coachingId('inv'),
    ownerId: personId,
    side,
    state: Type.Enum(['open', 'accepted', 'declined', 'revoked']),
    ...grants,
    validUntil: at,
    tokenSalt: text,
    tokenHash: text,
    relationshipId: Type.Optional(coachingId('rel')),
  },
  open,
);
export type StoredInvitation = Static<typeof StoredInvitation>;
export const isStoredInvitation = validator(StoredInvitation);

const place = Type.Object({ coachId: personId, until: at }, { additionalProperties: false });
const StoredCoachRoster = Type.Object(
  { ...envelope, type: Type.Literal('coach-roster'), ownerId: personId, places: Type.Array(place, { maxItems: 100 }) },
  open,
);
export type StoredCoachRoster = Static<typeof StoredCoachRoster>;
export const isStoredCoachRoster = validator(StoredCoachRoster);

const StoredAccess = Type.Object(
  { id: text, actorId: text, role: text, relationship: text, kind: text, verb: text, at },
  open,
);
export type StoredAccess = Static<typeof StoredAccess>;
export const isStoredAccess = validator(StoredAccess);
