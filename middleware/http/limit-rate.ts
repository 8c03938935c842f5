import { AppError } from '@gymcoach/core/errors';
import type { RateLimiter } from '@gymcoach/core/limit';
import { rateClassOf } from '../contract/rate-class.ts';
import type { Route } from '../contract/route.ts';
import type { CallContext } from './call.ts';

/**
 * Counts the request of a caller who is known. Throws 429 `limit.rate`. Where the limiter cannot tell, a sensitive route
 * is closed (503 `limit.unavailable`), and any other open: a limit is no reason to keep somebody from their own data.
 */
export async function limitRate(
  limiter: RateLimiter,
  route: Pick<Route, 'method' | 'limit'>,
  userId: string,
  context: Pick<CallContext, 'rate'>,
): Promise<void> {
  const routeClass = rateClassOf(route);
  const standing = await limiter.take(userId, routeClass);
  if (standing === undefined) return;
  context.rate = { userId, routeClass, standing };
  const { outcome, reset: retryAfter } = standing;
  if (outcome === 'refused') {
    throw new AppError('too-many-requests', 'limit.rate', 'You have sent too many requests; wait a moment.', {
      retryAfter,
    });
  }
  if (outcome === 'unknown' && routeClass === 'sensitive') {
    throw new AppError('unavailable', 'limit.unavailable', 'This cannot be done right now.', { retryAfter: 1 });
  }
}

/** As draft-ietf-httpapi-ratelimit-headers-10 writes them; where the limiter cannot tell, the policy alone. */
export const rateHeaders = ({
  routeClass,
  standing: { quota, window, outcome, remaining, reset },
}: NonNullable<CallContext['rate']>) => ({
  'ratelimit-policy': `"${routeClass}";q=${quota};w=${window}`,
  ...(outcome === 'unknown' ? {} : { ratelimit: `"${routeClass}";r=${remaining};t=${reset}` }),
});
