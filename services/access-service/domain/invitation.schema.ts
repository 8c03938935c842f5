import { type Static, Type } from 'typebox';
import { atInstant, coachingId, coachingStamps, grants, side, someGrants } from './coaching.schema.ts';

const id = coachingId('inv');
// Only its length is checked here: whatever else is wrong with a token, it is the wrong one (404).
const token = Type.String({ minLength: 1, maxLength: 100, description: 'As it was shown to the one who invited' });

export const InvitationInput = Type.Object({ side, ...grants }, { additionalProperties: false });
export type InvitationInput = Static<typeof InvitationInput>;

export const InvitationPath = Type.Object({ invitationId: id }, { additionalProperties: false });

export const InvitationAcceptance = Type.Object({ token, ...someGrants }, { additionalProperties: false });
export type InvitationAcceptance = Static<typeof InvitationAcceptance>;

export const InvitationRefusal = Type.Object({ token }, { additionalProperties: false });

/** The only answer that ever shows the token. */
export const CreatedInvitation = Type.Object(
  { id, token, validUntil: atInstant('Until when it can be accepted') },
  { $id: 'CreatedInvitation' },
);

export const Invitation = Type.Object(
  {
    id,
    side,
    state: Type.Enum(['open', 'accepted', 'declined', 'revoked', 'expired']),
    ...grants,
    validUntil: atInstant('Until when it can be accepted'),
    relationshipId: Type.Optional(coachingId('rel')),
    ...coachingStamps,
  },
  { $id: 'Invitation' },
);
export type InvitationBody = Static<typeof Invitation>;
