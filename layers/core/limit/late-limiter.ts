import type { RateLimiter } from './rate-limiter.ts';
import type { RouteClass } from './rate-policies.ts';
import type { TableLimiterOptions } from './table-limiter.ts';

/** A request that was let pass before there was a limiter to count it. */
export type Spared = readonly [principal: string, routeClass: RouteClass];

/**
 * The limiter of a container, loaded by its second request: the first one finds a caller of whom nothing is known, so it
 * is let pass and owed. A sensitive request counts at once.
 */
export function lateLimiter(options: Omit<TableLimiterOptions, 'spared'>): RateLimiter {
  let spared: Spared | undefined;
  let loaded: Promise<RateLimiter> | undefined;
  return {
    async take(principal, routeClass) {
      if (spared ?? loaded ?? routeClass === 'sensitive') {
        loaded ??= import('../limit.ts').then(({ tableLimiter }) => tableLimiter({ ...options, spared }));
        return (await loaded).take(principal, routeClass);
      }
      spared = [principal, routeClass];
      const policy = options.policies[routeClass];
      const { quota, window } = policy;
      return { ...policy, outcome: 'admitted', remaining: quota - 1, reset: Math.ceil(window / quota) };
    },
  };
}
