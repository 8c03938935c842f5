import { createHash } from 'node:crypto';
import { isConditionFailed } from '../clients/dynamodb.ts';
import { unavailable } from '../errors.ts';
import { type Item, keys, type Table, ulid, type Write } from '../table.ts';
import { type AuditEvent, type AuditRecord, dayOf, hashOf, type Link, monthOf, NO_HASH } from './audit-event.ts';

/** Chains per day: as many changes can be recorded at the same time without waiting for one another. */
export const SHARDS = 16;
const ATTEMPTS = 8;

export interface AuditTrail {
  /**
   * The main table, for one write: what is written through it is recorded in the same transaction, or not done. Any
   * code that takes a table can be given it. Throws as the table does; 503 when the chain stays contended.
   *
   * @example await createCollection({ ...options, table: trail.recording({ actor, action, subject, resource }) }).update(...);
   */
  recording(record: AuditRecord): Table;
}

export interface AuditTrailOptions {
  readonly main: Table;
  readonly audit: Table;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Append-only and tamper-evident: each event holds the hash of the one before, and a head row per day and shard says
 * where its chain ends, so that a changed, missing or added event shows (see `verifyDay`).
 */
export function createAuditTrail({ main, audit, now }: AuditTrailOptions): AuditTrail {
  const write = async (writes: readonly Write[], record: AuditRecord): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      const at = now();
      const appended = await append(audit, record, at);
      try {
        return await main.write([...writes, ...appended]);
      } catch (error) {
        // Another event came first: take up the chain where it ends now. Any other condition is the caller's.
        if (!isConditionFailed(error)) throw error;
        if (error.reasons.slice(0, writes.length).some(({ code }) => code === 'ConditionalCheckFailed')) throw error;
        if (attempt === ATTEMPTS) throw contended(error);
      }
    }
  };
  return {
    recording: (record) => ({
      ...main,
      write: (writes) => write(writes, record),
    }),
  };
}

/** The writes that append an event to the chain of its shard as it is now. */
async function append(audit: Table, record: AuditRecord, at: number): Promise<readonly Write[]> {
  const { outcome = 'done', reason, actor, action, subject, resource } = record;
  const id = ulid(at);
  const time = new Date(at).toISOString();
  const event: AuditEvent = { id, time, actor, action, subject, resource, outcome, ...(reason ? { reason } : {}) };
  const [day, shard] = [dayOf(at), shardOf(id)];
  const head = await audit.get(keys.auditHead(day, shard));
  const [end, previous] = endOf(head);
  const link: Link = { day, shard, sequence: end + 1, previous };
  const hash = hashOf(event, link);
  const put = { ...auditRow(event, day, shard), v: 1, type: 'audit-event', ...event, ...link, hash };
  const nextHead = { ...keys.auditHead(day, shard), v: 1, type: 'audit-head', sequence: end + 1, hash };
  return [
    { table: audit.name, put, when: 'absent' },
    {
      table: audit.name,
      put: nextHead,
      when:
        head === undefined
          ? 'absent'
          : {
              fields: [
                ['sequence', '=', end],
                ['hash', '=', previous],
              ],
            },
    },
  ];
}

/** Keys of an event: by subject in the table, by actor and by day in its indexes. */
const auditRow = ({ id, time, actor, subject }: AuditEvent, day: string, shard: number) => {
  const month = monthOf(Date.parse(time));
  return {
    ...keys.auditEvent(subject, month, id),
    ...{ G1P: keys.auditOfActor(actor, month).PK, G1S: id },
    ...{ G2P: keys.auditOfDay(day, shard).PK, G2S: id },
  };
};

/** Where a chain ends, from its head row: the sequence and hash of its last event. */
export function endOf(head: Item | undefined): readonly [sequence: number, hash: string] {
  if (head === undefined) return [0, NO_HASH];
  const { sequence, hash } = head;
  if (typeof sequence !== 'number' || typeof hash !== 'string') throw new Error('damaged audit head');
  return [sequence, hash];
}

/** Spreads ids evenly over the shards. */
export const shardOf = (id: string): number => (createHash('sha256').update(id).digest()[0] ?? 0) % SHARDS;

const contended = (cause: unknown): Error =>
  unavailable('dependency.unavailable', 'The change cannot be recorded right now.', cause);
