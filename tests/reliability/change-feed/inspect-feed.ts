import { feedBucket, feedKeys } from '@gymcoach/core/feed';
import type { Item } from '@gymcoach/core/table';
import type { Change } from '../../../services/change-feed-service/domain/change.schema.ts';
import { readChanges } from '../../../services/change-feed-service/domain/read-changes.ts';
import type { FeedWorld } from './feed-world.ts';
import type { Written } from './stream-log.ts';

/** What a feed has to say about a change, to be compared with `Written.says`. */
export const saying = ({ type, resource: { kind, id, version } }: Change): string =>
  `${kind} ${id} ${version} ${type.split('.')[3]}`;

/** A person's whole feed, read as a device reads it. */
export async function readFeed(world: FeedWorld, userId: string, limit = 100): Promise<readonly Change[]> {
  const found: Change[] = [];
  let since = '0';
  for (;;) {
    const { items, page } = await readChanges(world, userId, { since, limit });
    found.push(...items);
    since = page.nextCursor;
    if (!page.hasMore) return found;
  }
}

export interface Inspection {
  /** Changes that are not in the feed. */
  readonly lost: number;
  /** Changes that are in it more than once. */
  readonly doubled: number;
  /** Sentences that should be true at every moment, and are not. */
  readonly broken: readonly string[];
}

/** Compares the feeds with what was written; `later` are allowed to be missing, or out of order. */
export async function inspectFeeds(
  world: FeedWorld,
  log: readonly Written[],
  later: ReadonlySet<Written> = new Set(),
): Promise<Inspection> {
  let lost = 0;
  let doubled = 0;
  const broken: string[] = [];
  for (const [userId, writes] of Map.groupBy(log, (write) => write.userId)) {
    const said = (await readFeed(world, userId)).map(saying);
    const expected = writes.filter((write) => !later.has(write)).map(({ says }) => says);
    const known = new Set(writes.map(({ says }) => says));
    lost += expected.filter((says) => !said.includes(says)).length;
    doubled += said.length - new Set(said).size;
    const inOrder = [...new Set(said)].filter((says) => expected.includes(says));
    if (inOrder.join() !== expected.filter((says) => said.includes(says)).join()) broken.push(`${userId}: order`);
    if (said.some((says) => !known.has(says))) broken.push(`${userId}: a change that nobody made`);
    broken.push(...(await soundness(world, userId)).map((what) => `${userId}: ${what}`));
  }
  return { lost, doubled, broken };
}

/** What must hold between the rows of one feed. */
async function soundness(world: FeedWorld, userId: string): Promise<readonly string[]> {
  const head = Number((await world.main.get(feedKeys.head(userId)))?.['head'] ?? 0);
  const rows: Item[] = [];
  const missing: string[] = [];
  for (let bucket = 0; bucket <= feedBucket(head); bucket++) {
    let after: string | undefined;
    const before = rows.length;
    do {
      const page = await world.main.query(feedKeys.changes(userId, bucket), { limit: 100, after });
      rows.push(...page.items);
      after = page.last;
    } while (after !== undefined);
    const manifest = await world.main.get(feedKeys.manifest(userId, bucket));
    if (rows.length > before && manifest === undefined) missing.push(`no manifest of partition ${bucket}`);
  }
  const numbers = rows.map((row) => Number(row['number']));
  const handled = await Promise.all(
    rows.map((row) => world.ephemeral.get(feedKeys.handled('feed', (row['change'] as Change).id))), // written by the store
  );
  return [
    ...missing,
    ...(numbers.every((number, index) => number === index + 1) ? [] : ['a gap in the numbers']),
    ...(numbers.length === head ? [] : [`${numbers.length} changes, but the head says ${head}`]),
    ...(handled.includes(undefined) ? ['a change that is not remembered'] : []),
  ];
}
