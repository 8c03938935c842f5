import { monotonic } from '@gymcoach/core/monotonic';
import { beginRequest, traceContext } from '@gymcoach/core/trace';
import type { MiddlewareObj } from '@middy/core';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';

const REQUEST_ID = /^[\w-]{8,64}$/;
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const NO_TRACE = '0'.repeat(32);

/**
 * Gives the request its id and its trace: the caller's `X-Request-Id` where well-formed, else the gateway's; the trace
 * id of `traceparent`, else X-Ray's, else the request id.
 */
export const traceRequest = (): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  before: ({ event, context }) => {
    const wanted = event.headers['x-request-id'] ?? '';
    const id = REQUEST_ID.test(wanted) ? wanted : event.requestContext.requestId;
    const parent = TRACEPARENT.exec(event.headers['traceparent'] ?? '')?.[1];
    const traceId = (parent === NO_TRACE ? undefined : parent) ?? traceContext().traceId ?? id;
    context.request = { id, traceId, startedAt: monotonic(), coldStart: beginRequest() };
  },
});
