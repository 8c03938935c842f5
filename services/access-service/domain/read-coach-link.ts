import type { Principal } from '@gymcoach/core/auth';
import { notFound } from '@gymcoach/core/errors';
import type { Side } from './coaching.schema.ts';
import type { CoachingPorts, CoachLinkRecord } from './coaching-ports.ts';
import { type CoachingPermission, decideCoachLink } from './decide-coach-link.ts';

/**
 * The link for one of its two people, checked against who is stored in it, if the decision lets them. Throws 404 to
 * anybody else, whatever their roles, and like `decideCoachLink`.
 */
export async function readCoachLink(
  ports: Pick<CoachingPorts, 'coaching' | 'now' | 'onRefusal'>,
  caller: Principal,
  id: string,
  permission: CoachingPermission,
): Promise<{ readonly link: CoachLinkRecord; readonly as: Side }> {
  const link = await ports.coaching.findLink(id);
  if (link === undefined) throw notFound();
  const as = sideOf(link, caller.userId);
  if (as === undefined) {
    await ports.onRefusal({ actor: caller.userId, permission });
    throw notFound();
  }
  await decideCoachLink(ports, caller, permission, link);
  return { link, as };
}

function sideOf({ clientId, coachId }: CoachLinkRecord, userId: string): Side | undefined {
  if (clientId === userId) return 'client';
  return coachId === userId ? 'coach' : undefined;
}
