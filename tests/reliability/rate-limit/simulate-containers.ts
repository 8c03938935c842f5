import { createRateLimiter } from '../../../layers/core/limit/create-rate-limiter.ts';
import type { RateMeter } from '../../../layers/core/limit/rate-meter.ts';
import type { RatePolicy, RouteClass } from '../../../layers/core/limit/rate-policies.ts';
import { overAdmission } from './over-admission.ts';

export interface Simulation {
  readonly seed: number;
  readonly containers: number;
  readonly requests: number;
  readonly policy: RatePolicy;
  readonly routeClass: RouteClass;
  readonly meter: RateMeter;
  /** How far each container's clock may be behind the true time, milliseconds. @default 0 */
  readonly clocksBehind?: number;
  /** Requests reported in one write. @default as the limiter does */
  readonly reported?: () => number;
}

export interface Simulated {
  readonly admitted: number;
  readonly refused: number;
  /** Beyond the quota and what was given back, in the worst stretch of time. */
  readonly overAdmission: number;
}

/** One caller, whose requests arrive in bursts and pauses at any of several containers, in a time of their own. */
export async function simulateContainers(simulation: Simulation): Promise<Simulated> {
  const { seed, containers, requests, policy, routeClass, meter, clocksBehind = 0, reported } = simulation;
  const random = seeded(seed);
  const policies = { read: policy, write: policy, sensitive: policy };
  let time = 1_800_000_000_000;
  const limiters = Array.from({ length: containers }, () => {
    const behind = Math.floor(random() * clocksBehind);
    const now = (): number => time - behind;
    return createRateLimiter({ policies, meter, now, ...(reported === undefined ? {} : { reported }) });
  });
  const interval = (policy.window * 1_000) / policy.quota;
  const admitted: number[] = [];
  for (let request = 0; request < requests; request += 1) {
    // Mostly faster than is given back, at times slower, and now and then a pause in which the bucket fills.
    const pace = random();
    const longest = pace < 0.8 ? 0.4 * interval : pace < 0.998 ? 2 * interval : policy.window * 700;
    time += Math.floor(random() * longest);
    // Some containers are seldom met, as the last ones of a pool are: what they owe stays owed for long.
    const limiter = limiters[Math.floor(random() ** 6 * containers)];
    const standing = await limiter?.take('somebody', routeClass);
    if (standing?.outcome === 'admitted') admitted.push(time);
  }
  return {
    admitted: admitted.length,
    refused: requests - admitted.length,
    overAdmission: overAdmission(admitted, policy),
  };
}

/** mulberry32: numbers in [0, 1), the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
