import { verifyDay } from '@gymcoach/core/audit';
import {
  type ApiWorld,
  type Connections,
  type Container,
  startApiWorld,
  TIME_LEFT_MS,
} from '../../support/api-world.ts';
import { createFaults, everyCrashPoint, type Fault } from '../../support/faults.ts';
import { faultyDynamo, withoutConditions } from '../../support/faulty-dynamo.ts';
import type { Figures, ProofRun } from '../proof.ts';
import { describeState } from './describe-state.ts';
import { scenarios } from './scenarios.ts';
import { type Act, type Arrange, openScene } from './scene.ts';

const EXAMPLES = 20;
/** Without conditions at most this share of the points is tried, in the ways in which two meet: only those need conditions. */
const UNPROTECTED = {
  share: 0.3,
  ways: new Set(['sent twice', 'repeated while it waits', 'taken over while it sleeps']),
};

/** What becomes of the request at its k-th call, and of the repeat. */
const BREAKS: Readonly<Record<string, (at: number, repeat: (later: number) => Promise<unknown>) => Fault>> = {
  'fails before': (at) => ({ at, kind: 'before' }),
  'fails after': (at) => ({ at, kind: 'after' }),
  'killed before': (at) => ({ at, kind: 'before', lasting: true }),
  'killed after': (at) => ({ at, kind: 'after', lasting: true }),
  'sent twice': (at) => ({ at, kind: 'duplicate' }),
  'repeated while it waits': (at, repeat) => ({ at, kind: 'delay', until: () => repeat(0) }),
  'taken over while it sleeps': (at, repeat) => ({ at, kind: 'delay', until: () => repeat(TIME_LEFT_MS) }),
};

interface Tally {
  points: number;
  /** Of pairs of a route and a way to break it: each draws other points. */
  pairs: number;
  readonly broken: string[];
}

/**
 * Every route that changes something is broken at every call to a dependency (tables, bucket, user pool), in seven ways, and
 * repeated as it was: with the same key or version. At each moment rows are as before or as after, never between; in the end
 * all is as after a request that nothing befell, done once. `size` is the share of the points that are tried, in percent.
 */
export async function measureCrashPoints({ seed, size }: ProofRun): Promise<Figures> {
  const world = await startApiWorld();
  try {
    const on: Tally = { points: 0, pairs: 0, broken: [] };
    for (const [name, arrange] of Object.entries(scenarios)) {
      await breakEverywhere(world, { name, arrange, share: size / 100, seed, tally: on, through: (client) => client });
    }
    const off: Tally = { points: 0, pairs: 0, broken: [] };
    for (const [name, arrange] of Object.entries(scenarios)) {
      const share = Math.min(UNPROTECTED.share, size / 100);
      const trials = { name, arrange, share, seed, tally: off, through: withoutConditions };
      await breakEverywhere(world, { ...trials, ways: UNPROTECTED.ways });
    }
    return {
      routes: Object.keys(scenarios).length,
      waysToBreak: Object.keys(BREAKS).length,
      points: on.points,
      invariantsBroken: on.broken.length,
      examples: on.broken.slice(0, EXAMPLES),
      protectionOff: { points: off.points, invariantsBroken: off.broken.length },
    };
  } finally {
    await world.stop();
  }
}

interface Trials {
  readonly name: string;
  readonly arrange: Arrange;
  readonly share: number;
  readonly seed: number;
  readonly tally: Tally;
  readonly through: (client: Connections['dynamo']) => Connections['dynamo'];
  /** @default all */
  readonly ways?: ReadonlySet<string>;
}

async function breakEverywhere(world: ApiWorld, trials: Trials): Promise<void> {
  const { name, arrange, share, seed, tally, through, ways } = trials;
  const faults = createFaults();
  const open = (): Container =>
    world.container(({ dynamo, media, directory }) => ({
      dynamo: faultyDynamo(faults, through(dynamo)),
      media: faults.wrap(media),
      directory: faults.wrap(directory),
    }));
  const begin = async (): Promise<Act> => {
    await world.reset();
    return arrange(openScene(world, world.container()));
  };
  const before = await begin().then(() => describeState(world));
  const whole = await begin();
  const { status: done } = await send(open(), whole);
  const after = await describeState(world);
  if (done >= 300) throw new Error(`${name} answered ${done} without a fault`);

  for (const [how, faultAt] of Object.entries(BREAKS)) {
    if (ways?.has(how) === false) continue;
    const trial = async ({ at }: Fault): Promise<boolean> => {
      const act = await begin();
      const note = (what: string): void => void tally.broken.push(`${name} ${how} call ${at}: ${what}`);
      const repeat = async (later: number): Promise<void> => {
        world.now += later;
        const { status } = await send(
          world.container((all) => ({ ...all, dynamo: through(all.dynamo) })),
          act,
        );
        if (!isRepeat(act, status, done) && status !== 409) note(`a repeat beside it answered ${status}`);
      };
      faults.inject(faultAt(at, repeat));
      const first = await send(open(), act);
      const { fired } = faults.heal();
      if (!fired) return false;
      if (first.status !== done && !isRepeat(act, first.status, done) && ![409, 503].includes(first.status))
        note(`answered ${first.status}`);
      const left = await describeState(world);
      if (left.rows !== before.rows && left.rows !== after.rows) note('left its rows half changed');
      world.now += TIME_LEFT_MS;
      const again = await send(
        world.container((all) => ({ ...all, dynamo: through(all.dynamo) })),
        act,
      );
      if (!isRepeat(act, again.status, done)) note(`its repeat answered ${again.status}`);
      const end = await describeState(world);
      if (end.rows !== after.rows) note(`ended with other rows: ${differences(after.rows, end.rows)}`);
      if (end.outside !== after.outside) note(`ended with others outside: ${differences(after.outside, end.outside)}`);
      const day = new Date(world.now).toISOString().slice(0, 10).replaceAll('-', '');
      if ((await verifyDay(world.audit, day)).faults.length > 0) note('broke the audit chain');
      return true;
    };
    tally.pairs += 1;
    tally.points += await everyCrashPoint(trial, { kinds: ['before'], share, seed: seed * 1_000 + tally.pairs });
  }
}

const send = ({ call }: Container, { person, method, path, options }: Act): ReturnType<Container['call']> =>
  call(person, method, path, options);

/** What a repeat may be told: the same, or that the version is no longer there, for the first one has changed it. */
function isRepeat({ method, options }: Act, status: number, done: number): boolean {
  if (status === done || (method === 'PUT' && (status === 200 || status === 201))) return true;
  return options.ifMatch !== undefined && (status === 412 || status === 404);
}

/** Lines that one has and the other has not. */
function differences(expected: string, found: string): string {
  const [left, right] = [expected.split('\n'), found.split('\n')];
  const only = (mine: readonly string[], theirs: readonly string[], mark: string): readonly string[] =>
    mine.filter((line) => !theirs.includes(line)).map((line) => `${mark}${line.slice(0, 300)}`);
  const lines = [...only(left, right, '-'), ...only(right, left, '+')];
  return lines.length > 0 ? lines.join(' ') : `${left.length} lines became ${right.length}`;
}
