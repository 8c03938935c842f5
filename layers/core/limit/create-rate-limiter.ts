import { createBoundedMap } from '../auth/bounded-map.ts';
import { describeError, log } from '../log.ts';
import type { Spared } from './late-limiter.ts';
import { CLOCKS_DIFFER_MS, latestPossible } from './latest-possible.ts';
import type { RateLimiter, RateStanding } from './rate-limiter.ts';
import type { RateMeter } from './rate-meter.ts';
import type { RatePolicies, RatePolicy, RouteClass } from './rate-policies.ts';

/** Callers, in one class each, that a container remembers. */
const ACCOUNTS = 1_000;

/** How long a meter that failed is left alone, so that a caller does not wait for it time and again, milliseconds. */
const REST_MS = 1_000;

/** What a container knows of one caller in one class. */
interface Account {
  /** The latest arrival time it has seen, epoch milliseconds. */
  tat: number;
  /** Requests that it let pass and has not reported. */
  debt: number;
  /** Those of them whose report is under way. */
  claimed: number;
}

export interface RateLimiterOptions {
  readonly policies: RatePolicies;
  readonly meter: RateMeter;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Let pass before there was a limiter, and so owed. */
  readonly spared?: Spared | undefined;
  /** Requests reported in one write. @default `reportedAtOnce` */
  readonly reported?: typeof reportedAtOnce;
  /** @default 1000 */
  readonly accounts?: number;
}

/**
 * k: a container reports a caller's requests in one write per k, so at most k - 1 of them are known to it alone. A
 * sixtieth of the quota, from 2 to 10; 1 where every request has to be counted.
 */
export const reportedAtOnce = (routeClass: RouteClass, { quota }: RatePolicy): number =>
  routeClass === 'sensitive' ? 1 : Math.max(2, Math.min(10, Math.floor(quota / 60)));

/**
 * Counts requests per caller and class, k at a time: while more than half of the quota is left, as far as the container
 * knows, k - 1 requests are let pass without a call, and the k-th pays for all. With less left, each one asks. A caller
 * who is known to be over the limit is refused without a call.
 *
 * Over any time, the requests let pass are at most the quota, what is given back in that time, and C * (k - 1), C
 * being the containers that served the caller in it: every request is either paid for or one of the k - 1 that its
 * container owes. One that has forgotten the caller, to keep its memory bounded, counts anew. With k = 1 it is exact.
 * All of it while the containers' clocks differ by no more than 5 s: see `createRateMeter`.
 *
 * A failure is logged and gives `unknown`, for a second without another call unless the request is sensitive. What was
 * owed stays owed: a lost answer makes a caller pay twice rather than not at all.
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { policies, meter, now, spared, reported = reportedAtOnce } = options;
  const accounts = createBoundedMap<Account>(options.accounts ?? ACCOUNTS);

  let latest = 0;
  let failedAt = Number.NEGATIVE_INFINITY;

  /**
   * A clock that is set back stands still here: an earlier time would be one in which less was used. One that is set back
   * by more than clocks may differ was wrong before.
   */
  function time(): number {
    const told = now();
    latest = latest > told + CLOCKS_DIFFER_MS ? told : Math.max(latest, told);
    return latest;
  }

  function accountOf(principal: string, routeClass: RouteClass): Account {
    const key = `${routeClass} ${principal}`;
    const found = accounts.get(key) ?? { tat: 0, debt: 0, claimed: 0 };
    accounts.set(key, found);
    return found;
  }
  if (spared !== undefined) accountOf(...spared).debt = 1;

  return {
    async take(principal, routeClass) {
      const { quota, window } = policies[routeClass];
      const interval = Math.ceil((window * 1_000) / quota);
      const burst = quota * interval;
      const account = accountOf(principal, routeClass);
      const at = time();
      if (account.tat > latestPossible(at, burst)) account.tat = 0;
      const standing = (outcome: RateStanding['outcome'], unpaid = account.debt): RateStanding => {
        const free = burst - (Math.max(account.tat, at) - at) - unpaid * interval;
        const remaining = Math.max(0, Math.floor(free / interval));
        const reset = Math.ceil(((remaining + 1) * interval - free) / 1_000);
        return { quota, window, outcome, remaining, reset };
      };

      const owed = account.debt + 1;
      if (owed < reported(routeClass, policies[routeClass])) {
        const next = standing('admitted', owed);
        if (next.remaining * 2 >= quota) {
          account.debt = owed;
          return next;
        }
      }
      if (at >= failedAt && at < failedAt + REST_MS && routeClass !== 'sensitive') return standing('unknown');
      const mine = account.debt - account.claimed;
      account.claimed += mine;
      try {
        const cost = (mine + 1) * interval;
        const { paid, tat } = await meter.charge({ principal, routeClass, at, cost, burst, seen: account.tat });
        account.tat = Math.max(account.tat, tat);
        if (paid) account.debt -= mine;
        return standing(paid ? 'admitted' : 'refused');
      } catch (error) {
        failedAt = at;
        log('error', 'a rate limit could not be checked', { routeClass, error: describeError(error) });
        return standing('unknown');
      } finally {
        account.claimed -= mine;
      }
    },
  };
}
