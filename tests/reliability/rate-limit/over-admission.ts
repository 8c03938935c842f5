import type { RatePolicy } from '../../../layers/core/limit/rate-policies.ts';

/**
 * By how many the requests that were let pass exceed the quota and what was given back meanwhile, in that stretch of time
 * where it is most; 0 when never. `times` are epoch milliseconds, in order.
 */
export function overAdmission(times: readonly number[], { quota, window }: RatePolicy): number {
  const interval = Math.ceil((window * 1_000) / quota);
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  times.forEach((time, index) => {
    const ahead = index - time / interval;
    least = Math.min(least, ahead);
    most = Math.max(most, ahead - least + 1 - quota);
  });
  return Math.max(0, Math.ceil(most - 1e-6));
}
