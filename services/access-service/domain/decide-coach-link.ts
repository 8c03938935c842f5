import { type CoachLink, type Denied, decide, type Permission, type Principal } from '@gymcoach/core/auth';
import { notFound } from '@gymcoach/core/errors';
import type { CoachingPorts } from './coaching-ports.ts';
import { notAllowed } from './coaching-refusals.ts';

export type CoachingPermission = Extract<Permission, `assignment:${string}`>;
type Ports = Pick<CoachingPorts, 'now' | 'onRefusal'>;

/**
 * Asks the decision about a link, which is its client's. Throws 403 `authz.permission-missing`, reported before, and 404 to
 * who may not even know of the link.
 */
export async function decideCoachLink(
  ports: Ports,
  caller: Principal,
  permission: CoachingPermission,
  link: CoachLink,
): Promise<void> {
  const denied = denialOf(ports, caller, permission, link);
  if (denied === undefined || isFormerCoachLeaving(denied, caller, link)) return;
  const refusal = await notAllowed(ports, caller.userId, permission);
  throw denied.visible ? refusal : notFound();
}

function denialOf(
  { now }: Pick<Ports, 'now'>,
  principal: Principal,
  permission: CoachingPermission,
  link: CoachLink,
): Denied | undefined {
  const resource = { kind: 'assignment', ownerId: link.clientId, link } as const;
  const decision = decide({ principal, permission, resource, now: now() });
  return decision.allow ? undefined : decision;
}

/**
 * The one exception: `coach-of-link` grants to coaches only, but who has lost that role must still be able to end a
 * link, for to end one takes access away and gives none. A denial binds them as it does everybody.
 */
const isFormerCoachLeaving = ({ rule, missing }: Denied, { userId }: Principal, link: CoachLink): boolean =>
  missing === 'assignment:delete' && rule === 'no-grant' && link.coachId === userId;
