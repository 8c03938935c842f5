import type { Permission } from '@gymcoach/core/auth';
import { notFound } from '@gymcoach/core/errors';
import type { Side } from './coaching.schema.ts';
import type { CoachingPorts, CoachLinkRecord } from './coaching-ports.ts';

/** The link for one of its two people, checked against who is stored in it. Throws 404 to anybody else. */
export async function readCoachLink(
  { coaching, onRefusal }: Pick<CoachingPorts, 'coaching' | 'onRefusal'>,
  callerId: string,
  id: string,
  permission: Permission,
): Promise<{ readonly link: CoachLinkRecord; readonly as: Side }> {
  const link = await coaching.findLink(id);
  if (link?.clientId === callerId) return { link, as: 'client' };
  if (link?.coachId === callerId) return { link, as: 'coach' };
  if (link !== undefined) await onRefusal({ actor: callerId, permission });
  throw notFound();
}
