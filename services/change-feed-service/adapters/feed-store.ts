import { isConditionFailed } from '@gymcoach/core/clients/dynamodb';
import { feedBucket, feedKeys } from '@gymcoach/core/feed';
import type { Item, Table, Write } from '@gymcoach/core/table';
import { type Change, isChange } from '../domain/change.schema.ts';
import type { Appended, FeedStore, NumberedChange } from '../domain/ports.ts';
import { withoutMisconfiguration } from './misconfiguration.ts';

const DAY_SECONDS = 24 * 60 * 60;
/** How far back a device may catch up. */
const KEPT_SECONDS = 90 * DAY_SECONDS;
/** Longer than a record can come again: a day in the stream, and fourteen in the queue. */
const REMEMBERED_SECONDS = 30 * DAY_SECONDS;
const CONSUMER = 'feed';
const READ_AT_ONCE = 100;

type Row = NumberedChange & { readonly expiresAt: number };

/** The feeds in the main table, and in the ephemeral one which changes they have taken in. */
export function feedStore({
  main,
  ephemeral,
  now,
}: {
  readonly main: Table;
  readonly ephemeral: Pick<Table, 'name'>;
  readonly now: () => number;
}): FeedStore {
  const seconds = (): number => Math.floor(now() / 1000);
  /** TTL deletes late: what has expired is not there. */
  const kept = ({ expiresAt }: Row): boolean => expiresAt > seconds();

  /** The oldest in one partition; those that TTL has yet to delete lie before it. */
  const oldestIn = async (userId: string, bucket: number): Promise<number | undefined> => {
    let after: string | undefined;
    do {
      const page = await main.query(feedKeys.changes(userId, bucket), { limit: READ_AT_ONCE, after });
      const found = page.items.map(readRow).find(kept);
      if (found !== undefined) return found.number;
      after = page.last;
    } while (after !== undefined);
    return undefined;
  };

  return {
    async headOf(userId) {
      const row = await withoutMisconfiguration(main.get(feedKeys.head(userId)));
      if (row === undefined) return 0;
      const { head } = row;
      if (typeof head !== 'number' || !Number.isSafeInteger(head)) throw damaged(row);
      return head;
    },

    async append(userId, head, changes) {
      const at = seconds();
      const handled = changes.map(
        ({ id }): Write => ({
          table: ephemeral.name,
          put: { ...feedKeys.handled(CONSUMER, id), v: 1, type: 'handled', expiresAt: at + REMEMBERED_SECONDS },
          when: { absentOrExpired: at },
        }),
      );
      const numbered = changes.map((change, index): Write => {
        const number = head + 1 + index;
        const row = { v: 1, type: 'change', ownerId: userId, number, change, expiresAt: at + KEPT_SECONDS };
        return { put: { ...feedKeys.change(userId, number), ...row }, when: 'absent' };
      });
      const next = { v: 1, type: 'feed-head', ownerId: userId, head: head + changes.length };
      const headRow: Write = {
        put: { ...feedKeys.head(userId), ...next },
        when: head === 0 ? 'absent' : { fields: [['head', '=', head]] },
      };
      const writes = [...handled, headRow, ...numbered];
      try {
        await withoutMisconfiguration(main.write([...writes, ...manifests(userId, head, changes.length)]));
        return { is: 'done' };
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
        return refused(changes, error.reasons);
      }
    },

    async after(userId, number, { limit, head }) {
      const found: Row[] = [];
      const next = (): number => number + 1 + found.length;
      for (let bucket = feedBucket(next()); found.length < limit && bucket <= feedBucket(head); bucket++) {
        let after: string | undefined = feedKeys.change(userId, number).SK;
        do {
          const page = await main.query(feedKeys.changes(userId, bucket), { limit: limit - found.length, after });
          for (const row of page.items.map(readRow)) {
            if (row.number !== next() || !kept(row)) return found;
            found.push(row);
          }
          after = page.last;
        } while (after !== undefined && found.length < limit);
        // It ends before its last number: in those that come after it, there is a gap already.
        if (feedBucket(next()) === bucket) break;
      }
      return found;
    },

    async oldest(userId, head) {
      let oldest: number | undefined;
      for (let bucket = feedBucket(head); bucket >= 0; bucket--) {
        const found = await oldestIn(userId, bucket);
        oldest = found ?? oldest;
        // Not the first of its partition: whatever was before has expired.
        if (found === undefined || feedBucket(found - 1) === bucket) break;
      }
      return oldest;
    },
  };
}

/** Says which partitions there are, in the transaction that makes the first row of one. */
function manifests(userId: string, head: number, count: number): readonly Write[] {
  const numbers = Array.from({ length: count }, (_, index) => head + 1 + index);
  return numbers
    .filter((number) => number === 1 || feedBucket(number) !== feedBucket(number - 1))
    .map((number) => {
      const family = feedKeys.manifest(userId, feedBucket(number));
      return { put: { ...family, v: 1, type: 'family', ownerId: userId }, when: 'always' };
    });
}

/** The de-duplication rows come first in a transaction, one per change. */
function refused(changes: readonly Change[], reasons: readonly { readonly code: string }[]): Appended {
  const seen = changes.filter((_, index) => reasons[index]?.code === 'ConditionalCheckFailed').map(({ id }) => id);
  return seen.length > 0 ? { is: 'seen', ids: new Set(seen) } : { is: 'overtaken' };
}

function readRow(item: Item): Row {
  const { number, expiresAt } = item;
  const change: unknown = item['change'];
  if (typeof number !== 'number' || typeof expiresAt !== 'number' || !isChange(change)) throw damaged(item);
  return { number, expiresAt, change };
}

const damaged = ({ PK, SK }: Item): Error => new Error(`damaged row ${String(PK)} ${String(SK)}`);
