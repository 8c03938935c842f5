import { keys, type Range, type Table } from '../table.ts';
import { type AuditEvent, monthOf, readEvent } from './audit-event.ts';
import { SHARDS } from './audit-trail.ts';

/** What to list: what concerns somebody, what somebody did or was refused, or a day (`YYYY-MM-DD`). */
export type AuditFilter = { readonly subject: string } | { readonly actor: string } | { readonly day: string };

export interface AuditPage {
  readonly items: readonly AuditEvent[];
  /** Id after which the next page begins. */
  readonly last?: string;
}

/** How far back a list goes. */
const MONTHS = 24;

/** Events, newest first. Lists by actor and by day come from an index and may lag by moments. */
export async function listEvents(
  audit: Pick<Table, 'query'>,
  filter: AuditFilter,
  { limit, after, now }: { readonly limit: number; readonly after?: string | undefined; readonly now: number },
): Promise<AuditPage> {
  const found: AuditEvent[] = [];
  for (const ranges of rangesOf(filter, now)) {
    // An id is a time, so the position holds in every partition: in later ones nothing is before it.
    const options = { limit: limit + 1 - found.length, after, newestFirst: true };
    const pages = await Promise.all(ranges.map((range) => audit.query(range, options)));
    const events = pages.flatMap(({ items }) => items.flatMap((item) => readEvent(item) ?? []));
    found.push(...events.sort((a, b) => (a.id > b.id ? -1 : 1)));
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const end = items.at(-1);
  return { items, ...(found.length > limit && end !== undefined ? { last: end.id } : {}) };
}

/** Partitions in the order in which they are read; those of one step are merged. */
function rangesOf(filter: AuditFilter, now: number): readonly (readonly Range[])[] {
  if ('day' in filter) {
    const day = filter.day.replaceAll('-', '');
    return [Array.from({ length: SHARDS }, (_, shard) => keys.auditOfDay(day, shard))];
  }
  const months = monthsBack(now);
  if ('subject' in filter) return months.map((month) => [keys.auditOfSubject(filter.subject, month)]);
  return months.map((month) => [keys.auditOfActor(filter.actor, month)]);
}

function monthsBack(now: number): readonly string[] {
  const first = new Date(`${new Date(now).toISOString().slice(0, 7)}-01T00:00:00Z`);
  return Array.from({ length: MONTHS }, (_, back) => {
    const month = new Date(first);
    month.setUTCMonth(month.getUTCMonth() - back);
    return monthOf(month.getTime());
  });
}
