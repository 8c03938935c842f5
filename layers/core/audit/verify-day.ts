import { type Item, keys, type Table } from '../table.ts';
import { hashOf, NO_HASH, readEvent, readLink } from './audit-event.ts';
import { endOf, SHARDS } from './audit-trail.ts';

/** One place at which a chain does not hold. */
export interface AuditFault {
  readonly shard: number;
  /** Of the first event that is not as it should be. */
  readonly sequence: number;
  readonly fault: 'missing' | 'altered' | 'misplaced' | 'unexpected' | 'head';
}

export interface AuditProof {
  /** Events whose place in their chain was proved. */
  readonly events: number;
  readonly faults: readonly AuditFault[];
}

const PAGE = 500;

/**
 * Walks every chain of a day (`yyyyMMdd`) and says where one does not hold: an event was changed, taken away or put in.
 * For a day that is over: on the present one, an event that the index does not show yet counts as missing.
 */
export async function verifyDay(audit: Pick<Table, 'get' | 'query'>, day: string): Promise<AuditProof> {
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  const proofs = await Promise.all(shards.map((shard) => verifyShard(audit, day, shard)));
  return {
    events: proofs.reduce((sum, { events }) => sum + events, 0),
    faults: proofs.flatMap(({ faults }) => faults),
  };
}

async function verifyShard(audit: Pick<Table, 'get' | 'query'>, day: string, shard: number): Promise<AuditProof> {
  const rows = (await allRows(audit, day, shard)).filter(({ type }) => type !== 'refusal');
  const [end, head] = endOf(await audit.get(keys.auditHead(day, shard)));
  const faultAt = (sequence: number, fault: AuditFault['fault']): AuditProof => ({
    events: sequence - 1,
    faults: [{ shard, sequence, fault }],
  });
  const bySequence = new Map<number, Item>();
  for (const row of rows) {
    const sequence = readLink(row)?.sequence ?? 0;
    if (sequence < 1 || sequence > end || bySequence.has(sequence)) return faultAt(Math.max(1, sequence), 'unexpected');
    bySequence.set(sequence, row);
  }
  let previous = NO_HASH;
  for (let sequence = 1; sequence <= end; sequence++) {
    const row = bySequence.get(sequence);
    if (row === undefined) return faultAt(sequence, 'missing');
    const [event, link] = [readEvent(row), readLink(row)];
    if (event === undefined || link === undefined || link.previous !== previous) return faultAt(sequence, 'altered');
    if (link.day !== day || link.shard !== shard || row['SK'] !== event.id) return faultAt(sequence, 'misplaced');
    if (hashOf(event, link) !== link.hash) return faultAt(sequence, 'altered');
    previous = link.hash;
  }
  return previous === head ? { events: end, faults: [] } : faultAt(end, 'head');
}

async function allRows(audit: Pick<Table, 'query'>, day: string, shard: number): Promise<readonly Item[]> {
  const rows: Item[] = [];
  let after: string | undefined;
  do {
    const page = await audit.query(keys.auditOfDay(day, shard), { limit: PAGE, after });
    rows.push(...page.items);
    after = page.last;
  } while (after !== undefined);
  return rows;
}
