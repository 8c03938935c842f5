import type { Principal } from '@gymcoach/core/auth';
import { AppError } from '@gymcoach/core/errors';
import type { Once } from '@gymcoach/core/table';
import { whileOvertaken } from './attempts.ts';
import { narrowedGrants } from './coaching-grants.ts';
import type { CoachingGrants, CoachingPorts, CoachLinkRecord, Invitation } from './coaching-ports.ts';
import { notAllowed } from './coaching-refusals.ts';
import { withPlace } from './coaching-roster.ts';
import { findOpenInvitation } from './find-open-invitation.ts';
import type { InvitationAcceptance } from './invitation.schema.ts';

/**
 * Uses an invitation up and makes the link, in one transaction; a repeat with the same idempotency key is given the
 * same link. Throws like `findOpenInvitation`, 403 to a coach who has no such role or would change what is granted,
 * 400 when the client would grant more than was offered, 409 when this coach is one already or five others are.
 */
export async function acceptInvitation(
  ports: CoachingPorts,
  caller: Principal,
  id: string,
  once: Once,
  { token, ...change }: InvitationAcceptance,
): Promise<CoachLinkRecord> {
  const { coaching, now, newId } = ports;
  return whileOvertaken(async () => {
    const known = once.made === undefined ? undefined : await coaching.findLink(once.made);
    if (known !== undefined) return known;

    const invitation = await findOpenInvitation(ports, caller, id, token);
    const asCoach = invitation.side === 'client';
    if (asCoach && (!caller.roles.has('coach') || Object.keys(change).length > 0)) {
      throw await notAllowed(ports, caller.userId, 'assignment:accept');
    }
    const at = now();
    const granted = narrowedGrants(invitation, change, at);
    const [clientId, coachId] = asCoach ? [invitation.senderId, caller.userId] : [caller.userId, invitation.senderId];
    const [former, roster] = await Promise.all([
      coaching.findLinkBetween(clientId, coachId),
      coaching.rosterOf(clientId),
    ]);
    if (former?.status === 'active' && at < former.until) {
      throw new AppError('conflict', 'conflict.active-exists', 'This coach is a coach of this client already.');
    }
    const link = linkFrom(
      former ?? { id: `rel_${newId()}`, version: 0, createdAt: at, clientId, coachId },
      granted,
      at,
    );
    const outcome = await coaching.commit(
      {
        target: link.id,
        invitation: accepted(invitation, link, at),
        link,
        roster: withPlace(roster, coachId, granted.until, at),
        event: {
          action: 'coaching.invitation-accepted',
          actorId: caller.userId,
          subjectId: clientId,
          resource: link.id,
          at,
        },
      },
      once,
    );
    return outcome === 'done' ? link : outcome;
  });
}

type Former = Pick<CoachLinkRecord, 'id' | 'version' | 'createdAt' | 'clientId' | 'coachId'>;

/** Two people have one link for good: when they meet again, it goes on with its id and version. */
const linkFrom = (
  { id, version, createdAt, clientId, coachId }: Former,
  { areas, canWrite, until }: CoachingGrants,
  at: number,
): CoachLinkRecord => ({
  ...{ id, clientId, coachId, status: 'active', areas, canWrite, until },
  ...{ notBefore: at, version: version + 1, createdAt, updatedAt: at },
});

const accepted = (invitation: Invitation, { id }: CoachLinkRecord, at: number): Invitation => ({
  ...invitation,
  state: 'accepted',
  relationshipId: id,
  version: invitation.version + 1,
  updatedAt: at,
});
