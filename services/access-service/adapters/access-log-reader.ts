import { log } from '@gymcoach/core/log';
import { keys, type Table } from '@gymcoach/core/table';
import type { AccessLogItem } from '../domain/access-log.schema.ts';
import type { AccessLogReader } from '../domain/coaching-ports.ts';
import { isStoredAccess } from '../domain/stored-coaching.schema.ts';

/** Sort keys of manifest rows end in their month. */
const MONTH = /^PART#X#(\d{6})$/;
const MANIFEST_PAGE = 100;

interface Access {
  readonly id: string;
  readonly item: AccessLogItem;
}

/** Walks back through the months that have a log, as their manifest rows say. A position is the id of an access. */
export function accessLogReader(main: Pick<Table, 'query'>, now: () => number): AccessLogReader {
  return {
    async page(userId, { limit, after }) {
      const found: Access[] = [];
      for (const month of await monthsOf(main, userId)) {
        let from = after === undefined ? undefined : keys.accessLog(userId, month, after).SK;
        do {
          const options = { limit: limit + 1 - found.length, after: from, newestFirst: true };
          const rows = await main.query(keys.accessLogOf(userId, month), options);
          found.push(...rows.items.flatMap((row) => readAccess(row, now())));
          from = rows.last;
        } while (from !== undefined && found.length <= limit);
        if (found.length > limit) break;
      }
      const shown = found.slice(0, limit);
      const end = shown.at(-1);
      const more = found.length > limit && end !== undefined ? { last: end.id } : {};
      return { items: shown.map(({ item }) => item), ...more };
    },
  };
}

/** `yyyyMM`, newest first. A log is kept for 24 months, so there are few. */
async function monthsOf(main: Pick<Table, 'query'>, userId: string): Promise<readonly string[]> {
  const months: string[] = [];
  let from: string | undefined;
  do {
    const page = await main.query(keys.accessLogMonths(userId), { limit: MANIFEST_PAGE, after: from });
    for (const { SK } of page.items) months.push(...(MONTH.exec(String(SK))?.slice(1) ?? []));
    from = page.last;
  } while (from !== undefined);
  return months.reverse();
}

/** Nothing for a row that has had its time: TTL deletes late. */
function readAccess(row: Readonly<Record<string, unknown>>, now: number): readonly Access[] {
  const { expiresAt } = row;
  if (typeof expiresAt === 'number' && expiresAt * 1_000 <= now) return [];
  const stored: unknown = row;
  if (!isStoredAccess(stored)) {
    log('error', 'an access log row has an unknown shape', { pk: row['PK'], sk: row['SK'] });
    return [];
  }
  const { id, actorId, role, relationship, kind, verb, at } = stored;
  return [{ id, item: { id, actorId, role, relationship, kind, verb, at: new Date(at).toISOString() } }];
}
