import { seededRandom } from '../../support/seeded-random.ts';
import { withoutLog } from '../../support/without-log.ts';
import { startHangingWorld } from './hanging-world.ts';
import { type Amplification, measureAmplification, measureRepeatedAdditions } from './measure-amplification.ts';
import { operations } from './operations.ts';
import { allScenarios, type Outcome, type Scenario, tryHang } from './try-hang.ts';

export interface DeadlineFigures {
  /** Requests of which a dependency hung from one of its calls on. */
  readonly scenarios: number;
  /** Those that were answered without having met the fault, and so prove nothing. */
  readonly notHung: number;
  /** Those that were not answered before Lambda's time was up. */
  readonly unanswered: number;
  /** Those whose answer was none that an outage may have: 503, or what the request is answered with anyway. */
  readonly wrongAnswers: number;
  readonly workAfterAnswer: number;
  /** The same request, once the dependency worked again, in the same container. */
  readonly nextRequestsFailed: number;
  /** The same without deadlines, for a part of the scenarios. */
  readonly protectionOff: {
    readonly scenarios: number;
    readonly unanswered: number;
    readonly workAfterAnswer: number;
    readonly repeatedAdditions: number;
  };
  readonly amplification: Readonly<Record<'throttled30' | 'throttled60' | 'throttled100', Amplification>>;
  /** Additions that were done again, after an attempt that had done them without saying so. */
  readonly repeatedAdditions: number;
}

const UNPROTECTED_SHARE = 0.2;
const CALLS_PER_SCENARIO = 50;
const MOST_CALLS = 1_000;

/** `size` scenarios, drawn by the seed; each once, so that a large size tries them all. Once per process. */
export async function measureDeadlines({ seed, size }: { readonly seed: number; readonly size: number }) {
  const world = await startHangingWorld();
  try {
    return await withoutLog(async (): Promise<DeadlineFigures> => {
      const drawn = shuffled(await allScenarios(world, operations), seededRandom(seed)).slice(0, size);
      const outcomes: Outcome[] = [];
      for (const scenario of drawn) outcomes.push(await tryHang(world, scenario, true));
      const unprotected: Outcome[] = [];
      for (const scenario of drawn.slice(0, Math.ceil(drawn.length * UNPROTECTED_SHARE))) {
        unprotected.push(await tryHang(world, scenario, false));
      }
      const calls = Math.min(size * CALLS_PER_SCENARIO, MOST_CALLS);
      return {
        scenarios: outcomes.length,
        notHung: count(outcomes, ({ hung }) => !hung),
        unanswered: count(outcomes, ({ status }) => status === undefined),
        wrongAnswers: count(outcomes, ({ status, next }) => status !== 503 && status !== next?.expected),
        workAfterAnswer: sum(outcomes),
        nextRequestsFailed: count(outcomes, ({ next }) => next?.status !== next?.expected),
        protectionOff: {
          scenarios: unprotected.length,
          unanswered: count(unprotected, ({ status }) => status === undefined),
          workAfterAnswer: sum(unprotected),
          repeatedAdditions: await measureRepeatedAdditions(seed, calls, false),
        },
        amplification: {
          throttled30: await measureAmplification(seed, calls, 0.3),
          throttled60: await measureAmplification(seed, calls, 0.6),
          throttled100: await measureAmplification(seed, calls, 1),
        },
        repeatedAdditions: await measureRepeatedAdditions(seed, calls, true),
      };
    });
  } finally {
    await world.stop();
  }
}

const count = (outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean): number => outcomes.filter(is).length;
const sum = (outcomes: readonly Outcome[]): number =>
  outcomes.reduce((total, { workAfterAnswer }) => total + workAfterAnswer, 0);

function shuffled(scenarios: readonly Scenario[], random: () => number): readonly Scenario[] {
  return scenarios
    .map((scenario) => ({ scenario, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ scenario }) => scenario);
}
