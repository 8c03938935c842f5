import { type PoolDay, runPool } from './container-pool.ts';
import { drawNeeded, type Load, meanWithin } from './needed-containers.ts';
import { createRandom } from './random.ts';
import { meanOf, mostOf } from './sums.ts';
import { trackUtilization } from './track-utilization.ts';

export interface ServiceOptions {
  /** Requests per second on average, for each second of a day. */
  readonly rates: Float64Array;
  /** Mean duration of a request, seconds. */
  readonly seconds: number;
  readonly parallel: number;
  readonly seed: number;
  readonly idle: number;
  /** Other values of it, to see how much hangs on it. */
  readonly otherIdles: readonly number[];
  readonly lifetime: number;
  readonly provisioned: number | undefined;
  readonly tracking: {
    readonly aim: number;
    readonly scaleOutMinutes: number;
    readonly scaleInMinutes: number;
    /** The most that may be provided. */
    readonly most: number;
  };
}

/** One way to keep containers ready, and what came of it. */
export interface PoolResult extends PoolDay {
  /** Containers kept ready on average, and at most. */
  readonly provided: { readonly mean: number; readonly most: number };
  /** Of the mean concurrency, what those serve. */
  readonly servedByProvided: number;
}

export interface ServiceDay {
  /** For each second. */
  readonly requests: Uint32Array;
  readonly concurrency: { readonly mean: number; readonly p99: number; readonly most: number };
  readonly onDemand: PoolResult;
  /** Cold starts without anything kept ready, at other idle times. */
  readonly atOtherIdles: readonly { readonly idle: number; readonly coldStarts: number }[];
  /** As many ready all day as the stage says. */
  readonly fixed: PoolResult;
  /** From as many on, by target tracking. */
  readonly tracked: PoolResult;
}

const MINUTES = 1_440;

/** A day of one function: the same seed gives the same requests, whatever is kept ready for them. */
export function simulateService(options: ServiceOptions): ServiceDay {
  const { rates, seconds, parallel, seed, idle, otherIdles, lifetime, provisioned = 0, tracking } = options;
  const load: Load = { rates, seconds, parallel };
  const { requests, needed } = drawNeeded(load, createRandom(seed));
  const withReady = (ready: Uint32Array): PoolResult => ({
    ...runPool({ needed, idle, lifetime, provisioned: ready }),
    provided: { mean: meanOf(ready), most: mostOf(ready) },
    servedByProvided: meanWithin(load, ready),
  });
  const tracked =
    provisioned === 0
      ? new Uint32Array(MINUTES)
      : trackUtilization({ ...tracking, needed, least: provisioned, most: Math.max(provisioned, tracking.most) });
  const sorted = needed.toSorted();
  return {
    requests,
    concurrency: {
      mean: meanOf(rates) * seconds, // Little's law
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      most: sorted.at(-1) ?? 0,
    },
    onDemand: withReady(new Uint32Array(MINUTES)),
    atOtherIdles: otherIdles.map((other) => ({
      idle: other,
      coldStarts: runPool({ needed, idle: other, lifetime }).coldStarts,
    })),
    fixed: withReady(new Uint32Array(MINUTES).fill(provisioned)),
    tracked: withReady(tracked),
  };
}
