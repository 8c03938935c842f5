import type { Principal } from '@gymcoach/core/auth';
import type { Once } from '@gymcoach/core/table';
import { whileOvertaken } from './attempts.ts';
import { grantsOf } from './coaching-grants.ts';
import type { CoachingPorts, Invitation } from './coaching-ports.ts';
import { notAllowed } from './coaching-refusals.ts';
import type { InvitationInput } from './invitation.schema.ts';

const VALID_MS = 14 * 24 * 60 * 60 * 1_000;

/**
 * Makes an invitation, once per idempotency key: a repeat is given the same one with the same token. Throws
 * 403 when somebody who is no coach invites as one, 400 when what is offered lies in the past.
 */
export async function createInvitation(
  ports: CoachingPorts,
  caller: Principal,
  once: Once,
  input: InvitationInput,
): Promise<{ readonly invitation: Invitation; readonly token: string }> {
  const { coaching, invitationTokens, now, newId } = ports;
  const invitation = await whileOvertaken(async () => {
    const known = once.made === undefined ? undefined : await coaching.findInvitation(once.made);
    if (known !== undefined) return known;
    if (input.side === 'coach' && !caller.roles.has('coach')) {
      throw await notAllowed(ports, caller.userId, 'assignment:create');
    }
    const at = now();
    const grants = grantsOf(input, at);
    const id = `inv_${newId()}`;
    const tokenSalt = invitationTokens.newSalt();
    const made: Invitation = {
      id,
      senderId: caller.userId,
      side: input.side,
      state: 'open',
      ...grants,
      validUntil: Math.min(at + VALID_MS, grants.until), // after that there would be nothing to accept
      tokenSalt,
      tokenHash: invitationTokens.hashOf(invitationTokens.tokenOf(tokenSalt, once.key)),
      version: 1,
      createdAt: at,
      updatedAt: at,
    };
    const { userId } = caller;
    const event = {
      action: 'coaching.invitation-created',
      actorId: userId,
      subjectId: userId,
      resource: id,
      at,
    } as const;
    const outcome = await coaching.commit({ target: id, invitation: made, event }, once);
    return outcome === 'done' ? made : outcome;
  });
  return { invitation, token: invitationTokens.tokenOf(invitation.tokenSalt, once.key) };
}
