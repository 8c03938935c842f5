import { nothingSpent, withRequestScope } from '@gymcoach/core/request-scope';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';

/** Enough to write the problem document and the log line. */
const RESERVE_MS = 500;
/** Where nobody says how much time there is, as in tests: Lambda's 28 s less the reserve. */
const LONGEST_MS = 27_500;

type Serve = (event: HttpEvent, context: CallContext) => Promise<HttpResult>;

/**
 * Serves in a scope that ends before Lambda's own time is up, so that the caller gets an answer of ours, 503
 * `deadline.exceeded`, and not the gateway's. Once there is an answer, every call to a dependency that is still open ends.
 */
export const withinDeadline =
  (serve: Serve): Serve =>
  (event, context) => {
    // In tests the context is empty, whatever its type says.
    const { getRemainingTimeInMillis, request, awsRequestId }: Partial<CallContext> = context;
    const ms = getRemainingTimeInMillis === undefined ? LONGEST_MS : getRemainingTimeInMillis() - RESERVE_MS;
    const spent = nothingSpent();
    context.spent = spent;
    return withRequestScope({ ms, traceId: request?.traceId ?? awsRequestId ?? '', spent }, () =>
      serve(event, context),
    );
  };
