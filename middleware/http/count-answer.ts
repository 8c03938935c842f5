import type { MiddlewareObj } from '@middy/core';
import type { Counts } from '../contract/route.ts';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';

/**
 * Has the request's log line carry what the business counts: 1 under the name that the route gives this status, as a metric of
 * the service. A stored answer that is given again ends the chain before this, and so counts once.
 *
 * @example chain.use(countAnswer({ 201: 'profilesCreated' }));
 */
export function countAnswer(counts: Counts): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> {
  return {
    after: ({ context, response }) => {
      const name = counts[response?.statusCode ?? 0];
      if (name !== undefined) context.counted = { fields: { [name]: 1 }, metrics: directive(name) };
    },
  };
}

/** One more of the line's metrics, and the end of their list. */
const directive = (Name: string): string =>
  `,${JSON.stringify({ Namespace: 'GymCoach', Dimensions: [['stage', 'service']], Metrics: [{ Name, Unit: 'Count' }] })}]`;
