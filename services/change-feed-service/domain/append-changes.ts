import type { Change } from './change.schema.ts';
import type { FeedStore } from './ports.ts';

/** A transaction takes 100 items: two per change, the head, and the manifest of up to two partitions. */
export const MAX_APPEND = 40;
/** Rounds without progress. The only other writer is a redrive, so that many lost in a row mean damage. */
const ROUNDS = 10;

/**
 * Gives the changes of one user the next free numbers, each once: what is in the feed already keeps the number that it
 * has. Whole after every step, so it may end anywhere and be repeated. Tells how many were new.
 */
export async function appendChanges(
  feed: Pick<FeedStore, 'headOf' | 'append'>,
  userId: string,
  changes: readonly Change[],
): Promise<number> {
  let rest = [...new Map(changes.map((change) => [change.id, change])).values()];
  let head = await feed.headOf(userId);
  for (let lost = 0; rest.length > 0; ) {
    const appended = await feed.append(userId, head, rest);
    if (appended.is === 'done') return rest.length;
    if (appended.is === 'seen') rest = rest.filter(({ id }) => !appended.ids.has(id));
    else if (++lost === ROUNDS) throw new Error('the next number is taken, however often it is asked for');
    else head = await feed.headOf(userId);
  }
  return 0;
}
