import { createHash } from 'node:crypto';
import { describeError, log } from '../log.ts';
import { keys, type Table, ulid } from '../table.ts';
import { dayOf, monthOf } from './audit-event.ts';
import { shardOf } from './audit-trail.ts';

/** A refusal of the decision, to a caller who is signed in. */
export interface Refusal {
  /** Who was refused: a user id. */
  readonly actor: string;
  /** What was missing: `plan:read`. */
  readonly permission: string;
}

const MINUTE = 60_000;
const TIME_CHARACTERS = 10;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Counts refusals: one row per caller, permission and minute, however many there were. Best effort: a row that cannot
 * be written is logged, and the refusal stands.
 */
export function createRefusalLog({
  audit,
  now,
}: {
  readonly audit: Pick<Table, 'write'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): (refusal: Refusal) => Promise<void> {
  return async ({ actor, permission }) => {
    const minute = Math.floor(now() / MINUTE) * MINUTE;
    const id = refusalId(minute, actor, permission);
    const month = monthOf(minute);
    const [kind = ''] = permission.split(':');
    const set = {
      ...{ v: 1, type: 'refusal', id, time: new Date(minute).toISOString(), actor, subject: actor },
      ...{ action: permission, outcome: 'refused', resource: { kind, id: '-' } },
      ...{ G1P: keys.auditOfActor(actor, month).PK, G1S: id },
      ...{ G2P: keys.auditOfDay(dayOf(minute), shardOf(id)).PK, G2S: id },
    };
    try {
      await audit.write([{ update: keys.refusal(actor, month, id), set, add: { count: 1 }, when: 'always' }]);
    } catch (error) {
      log('error', 'a refusal could not be recorded', { actor, permission, error: describeError(error) });
    }
  };
}

/** A ULID of the minute whose random part is a hash: the same refusal in the same minute has the same id. */
function refusalId(minute: number, actor: string, permission: string): string {
  const digest = createHash('sha256').update(`${actor}\n${permission}`).digest();
  const tail = Array.from(digest.subarray(0, 16), (byte) => ALPHABET.charAt(byte % 32)).join('');
  return ulid(minute).slice(0, TIME_CHARACTERS) + tail;
}
