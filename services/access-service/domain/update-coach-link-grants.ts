import type { Principal } from '@gymcoach/core/auth';
import { staleVersion } from '@gymcoach/core/errors';
import { whileOvertaken } from './attempts.ts';
import type { SomeGrants } from './coaching.schema.ts';
import { changedGrants } from './coaching-grants.ts';
import type { CoachingPorts, CoachLinkRecord } from './coaching-ports.ts';
import { notAllowed, wrongState } from './coaching-refusals.ts';
import { withPlace } from './coaching-roster.ts';
import { readCoachLink } from './read-coach-link.ts';

/**
 * The client's change of what the coach may do, wider or narrower. Throws like `readCoachLink`, 403 to the coach,
 * 412 with the current version, 409 when it has ended, or when five others are coaches by now.
 */
export function updateCoachLinkGrants(
  ports: Pick<CoachingPorts, 'coaching' | 'now' | 'onRefusal'>,
  caller: Principal,
  id: string,
  expected: readonly number[],
  change: SomeGrants,
): Promise<CoachLinkRecord> {
  const { coaching, now } = ports;
  return whileOvertaken(async () => {
    const { link, as } = await readCoachLink(ports, caller, id, 'assignment:update');
    // Whatever roles a coach holds beside: this is the client's consent.
    if (as === 'coach') throw await notAllowed(ports, caller.userId, 'assignment:update');
    if (!expected.includes(link.version)) throw staleVersion(link);
    if (link.status === 'ended') throw wrongState('This coaching relationship has ended.');
    const at = now();
    const changed: CoachLinkRecord = {
      ...link,
      ...changedGrants(link, change, at),
      ...{ version: link.version + 1, updatedAt: at },
    };
    const roster = await coaching.rosterOf(link.clientId);
    const outcome = await coaching.commit({
      target: id,
      link: changed,
      // One that had run out and is prolonged needs a place again.
      ...(changed.until > at ? { roster: withPlace(roster, link.coachId, changed.until, at) } : {}),
      event: { action: 'coaching.grants-changed', actorId: caller.userId, subjectId: link.clientId, resource: id, at },
    });
    return outcome === 'done' ? changed : outcome;
  });
}
