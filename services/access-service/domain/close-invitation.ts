import type { Principal } from '@gymcoach/core/auth';
import { notFound } from '@gymcoach/core/errors';
import type { Once } from '@gymcoach/core/table';
import { whileOvertaken } from './attempts.ts';
import type { CoachingPorts, Invitation } from './coaching-ports.ts';
import { alreadyAnswered, findOpenInvitation } from './find-open-invitation.ts';

type Ports = Pick<CoachingPorts, 'coaching' | 'invitationTokens' | 'now'>;

/** By somebody who holds the token. Throws like `findOpenInvitation`. */
export const declineInvitation = (
  ports: Ports,
  caller: Principal,
  id: string,
  once: Once,
  token: string,
): Promise<Invitation> => close(ports, caller, once, 'declined', () => findOpenInvitation(ports, caller, id, token));

/** By its sender. Throws 404 to anybody else, 409 when it was answered already. */
export const revokeInvitation = (ports: Ports, caller: Principal, id: string, once: Once): Promise<Invitation> =>
  close(ports, caller, once, 'revoked', async () => {
    const invitation = await ports.coaching.findInvitation(id);
    if (invitation?.senderId !== caller.userId) throw notFound();
    if (invitation.state !== 'open' || ports.now() >= invitation.validUntil) throw alreadyAnswered();
    return invitation;
  });

async function close(
  ports: Ports,
  caller: Principal,
  once: Once,
  state: 'declined' | 'revoked',
  find: () => Promise<Invitation>,
): Promise<Invitation> {
  const { coaching, now } = ports;
  return whileOvertaken(async () => {
    const known = once.made === undefined ? undefined : await coaching.findInvitation(once.made);
    if (known !== undefined) return known;
    const open = await find();
    const at = now();
    const invitation: Invitation = { ...open, state, version: open.version + 1, updatedAt: at };
    const event = {
      action: `coaching.invitation-${state}`,
      ...{ actorId: caller.userId, subjectId: open.senderId, resource: open.id, at },
    } as const;
    const outcome = await coaching.commit({ target: open.id, invitation, event }, once);
    return outcome === 'done' ? invitation : outcome;
  });
}
