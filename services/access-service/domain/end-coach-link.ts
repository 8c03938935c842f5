import type { Principal } from '@gymcoach/core/auth';
import { whileOvertaken } from './attempts.ts';
import type { CoachingPorts, CoachLinkRecord } from './coaching-ports.ts';
import { withoutPlace } from './coaching-roster.ts';
import { readCoachLink } from './read-coach-link.ts';

/**
 * Ends a link at once, for either of the two and whatever its version: nobody has to read what they no longer consent
 * to. What is ended already stays as it was. Throws like `readCoachLink`.
 */
export function endCoachLink(
  ports: Pick<CoachingPorts, 'coaching' | 'now' | 'onRefusal'>,
  caller: Principal,
  id: string,
): Promise<CoachLinkRecord> {
  const { coaching, now } = ports;
  return whileOvertaken(async () => {
    const { link, as } = await readCoachLink(ports, caller, id, 'assignment:delete');
    if (link.status === 'ended') return link;
    const at = now();
    const ended: CoachLinkRecord = {
      ...link,
      ...{ status: 'ended', endedAt: at, endedBy: as, version: link.version + 1, updatedAt: at },
    };
    const roster = withoutPlace(await coaching.rosterOf(link.clientId), link.coachId);
    const outcome = await coaching.commit({
      target: id,
      link: ended,
      ...(roster === undefined ? {} : { roster }),
      event: { action: 'coaching.link-ended', actorId: caller.userId, subjectId: link.clientId, resource: id, at },
    });
    return outcome === 'done' ? ended : outcome;
  });
}
