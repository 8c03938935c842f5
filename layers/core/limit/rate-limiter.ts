import type { RatePolicy, RouteClass } from './rate-policies.ts';

/** How a caller stands after a request, as far as this container knows. */
export interface RateStanding extends RatePolicy {
  /** `unknown`: the limiter cannot tell now; whether that is a yes is for the route's class to say. */
  readonly outcome: 'admitted' | 'refused' | 'unknown';
  /** Requests that are left. */
  readonly remaining: number;
  /** Whole seconds until there is one more; of a refusal: until it is worth trying again. */
  readonly reset: number;
}

export interface RateLimiter {
  /** Counts one request of a caller (a user id). `undefined`: nothing is limited here. */
  take(principal: string, routeClass: RouteClass): Promise<RateStanding | undefined>;
}

/** Limits nothing, for tests of something else: to go without limits is written out. */
export const unlimited: RateLimiter = { take: async () => undefined };
