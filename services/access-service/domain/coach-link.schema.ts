import { personId } from '@gymcoach/middleware/contract/fields';
import { type Static, Type } from 'typebox';
import { atInstant, coachingId, coachingStamps, grants, side, someGrants } from './coaching.schema.ts';

const id = coachingId('rel');

export const CoachLinkPath = Type.Object({ relationshipId: id }, { additionalProperties: false });

export const CoachLinkGrantsPatch = Type.Object(someGrants, { additionalProperties: false, minProperties: 1 });

/** What one person lets one coach see and do. */
export const CoachingRelationship = Type.Object(
  {
    id,
    clientId: personId,
    coachId: personId,
    status: Type.Enum(['active', 'expired', 'ended'], { description: 'Only an active one lets the coach in' }),
    ...grants,
    notBefore: atInstant('Since when it counts'),
    endedAt: Type.Optional(atInstant('When one of the two ended it')),
    endedBy: Type.Optional(side),
    ...coachingStamps,
  },
  { $id: 'CoachingRelationship' },
);
export type CoachingRelationship = Static<typeof CoachingRelationship>;
