import { everyCrashPoint, type Fault } from '../../support/faults.ts';
import { memoryTables } from '../../support/memory-table.ts';
import { createFeedWorld, type FeedWorld, type Protection, type Tables } from './feed-world.ts';
import { inspectFeeds, readFeed, saying } from './inspect-feed.ts';
import { FLAVOURS, MENDABLE, poisoned, randomLog, type Written } from './stream-log.ts';

export interface FeedFigures {
  /** Batches tried, each with the poison at another place. */
  readonly poisonPositions: number;
  /** Changes that are neither in a feed nor, as what could not be processed, in the queue. */
  readonly lost: number;
  readonly doubled: number;
  /** Records after a poison one that were not numbered in the same invocation. */
  readonly blockedBehindPoison: number;
  /** Calls to table and queue at which the function was ended, or told that they are down, before and after them; those that were met. */
  readonly crashPoints: number;
  readonly invariantsBroken: number;
}

export interface MeasureOptions {
  readonly seed: number;
  /** Records of a batch; Lambda gives 100. */
  readonly size: number;
  /** What is taken away: then something must be wrong. @default nothing */
  readonly without?: Protection;
  /** @default tables in memory */
  readonly tables?: Tables;
}

interface Scene {
  readonly world: FeedWorld;
  /** What was written, by five people. */
  readonly log: readonly Written[];
}
type Sums = { -readonly [Name in keyof FeedFigures]: number };

/** Poison at each place of a batch, a crash at each call of one, and two readers with a redrive at once. */
export async function measureFeed({ seed, size, without, tables }: MeasureOptions): Promise<FeedFigures> {
  const sums: Sums = {
    ...{ poisonPositions: 0, lost: 0, doubled: 0, blockedBehindPoison: 0, crashPoints: 0, invariantsBroken: 0 },
  };
  let worlds = 0;
  const open = (): Scene => {
    worlds += 1;
    const users = Array.from({ length: 5 }, (_, index) => `user-${seed}-${worlds}-${index}`);
    const world = createFeedWorld(tables ?? inMemory(), without);
    return { world, log: randomLog(seed + worlds, users, size) };
  };
  for (let place = 0; place < size; place++) await withPoison(open(), place, sums);
  await withCrashes(open, sums);
  await atOnce(open(), sums);
  return sums;
}

function inMemory(): Tables {
  const tables = memoryTables('main', 'ephemeral');
  const [main, ephemeral] = [tables.get('main'), tables.get('ephemeral')];
  if (main === undefined || ephemeral === undefined) throw new Error('both were asked for');
  return { main, ephemeral };
}

async function add(sums: Sums, world: FeedWorld, log: readonly Written[], later?: ReadonlySet<Written>) {
  const { lost, doubled, broken } = await inspectFeeds(world, log, later);
  sums.lost += lost;
  sums.doubled += doubled;
  sums.invariantsBroken += broken.length;
}

/** Taken by one invocation, delivered again, then redriven before and after the code is mended. */
async function withPoison({ world, log }: Scene, place: number, sums: Sums): Promise<void> {
  const poison = log[place];
  const flavour = FLAVOURS[place % FLAVOURS.length];
  if (poison === undefined || flavour === undefined) throw new Error('the place is in the batch');
  const records = log.map((write) => (write === poison ? poisoned(write.record, flavour) : write.record));
  sums.poisonPositions += 1;

  await world.invoke(records);
  const behind = log.slice(place + 1);
  const said = new Set<string>();
  for (const userId of new Set(log.map((write) => write.userId))) {
    for (const change of await readFeed(world, userId)) said.add(`${userId} ${saying(change)}`);
  }
  sums.blockedBehindPoison += behind.filter(({ userId, says }) => !said.has(`${userId} ${says}`)).length;

  await world.deliver(records);
  const later = new Set([poison]);
  await add(sums, world, log, later);
  await world.redrive(false);
  if (world.queue.length === 0) sums.lost += 1;
  await world.redrive(true);
  await world.redrive(true);
  const mended = MENDABLE.has(flavour);
  const feed = await readFeed(world, poison.userId);
  if (mended ? feed.map(saying).at(-1) !== poison.says : world.queue.length === 0) sums.lost += 1;
  await add(sums, world, log, later);
}

/** Batches of ten, ended or told of a loss at each of their calls; then the batch comes again. */
async function withCrashes(open: () => Scene, sums: Sums): Promise<void> {
  for (const lasting of [true, false]) {
    const trial = async (fault: Fault): Promise<boolean> => {
      const { world, log } = open();
      const records = log.map(({ record }, index) => (index === 1 ? poisoned(record, 'malformed') : record));
      world.inject({ ...fault, lasting });
      for (let from = 0; from < records.length; from += 10) await world.deliver(records.slice(from, from + 10));
      const hasFired = world.heal();
      await add(sums, world, log, new Set(log.slice(1, 2)));
      if (world.queue.length === 0) sums.lost += 1;
      return hasFired;
    };
    sums.crashPoints += await everyCrashPoint(trial, { kinds: ['before', 'after'] });
  }
}

/** The same batch by two readers, while what was put aside before is redriven. */
async function atOnce({ world, log }: Scene, sums: Sums): Promise<void> {
  const half = log.length >> 1;
  const poison = new Set(log.filter((_, index) => index % 7 === 3 && index < half));
  await world.deliver(
    log.slice(0, half).map((write) => (poison.has(write) ? poisoned(write.record, 'unknown version') : write.record)),
  );
  const rest = log.slice(half).map(({ record }) => record);
  await Promise.all([world.deliver(rest), world.redrive(true), world.deliver(rest)]);
  await world.redrive(true);
  await add(sums, world, log, poison);
  sums.lost += world.queue.length;
}
