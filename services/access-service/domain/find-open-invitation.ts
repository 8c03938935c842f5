import type { Principal } from '@gymcoach/core/auth';
import { AppError, notFound } from '@gymcoach/core/errors';
import type { CoachingPorts, Invitation } from './coaching-ports.ts';
import { wrongState } from './coaching-refusals.ts';

/**
 * The invitation for somebody who holds its token. Throws 404 when there is none, the token is wrong or its time has
 * passed, 403 to the sender, 409 when it was used already.
 */
export async function findOpenInvitation(
  { coaching, invitationTokens, now }: Pick<CoachingPorts, 'coaching' | 'invitationTokens' | 'now'>,
  caller: Principal,
  id: string,
  token: string,
): Promise<Invitation> {
  const invitation = await coaching.findInvitation(id);
  if (invitation === undefined || !invitationTokens.matches(token, invitation.tokenHash)) throw notFound();
  if (invitation.senderId === caller.userId) {
    throw new AppError('forbidden', 'coaching.own-invitation', 'An invitation is answered by somebody else.');
  }
  if (invitation.state !== 'open') throw alreadyAnswered();
  if (now() >= invitation.validUntil) throw notFound();
  return invitation;
}

/** Each invitation is good for one answer. */
export const alreadyAnswered = () => wrongState('This invitation has been answered or withdrawn.');
