import { describeError, log } from '@gymcoach/core/log';
import { monotonic } from '@gymcoach/core/monotonic';
import type { MiddlewareObj, Request } from '@middy/core';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';

const KILOBYTES = 1024;

/**
 * One JSON line per request, which is also its metrics in CloudWatch's embedded format: duration, cold starts,
 * errors, refused tokens and failures of the rate limiter by service and route, capacity units by service; so it is written whatever the log level. Only ids: no body, token or query.
 */
export function logRequest(service: string): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> {
  const write = ({ event, context, response }: Request<HttpEvent, HttpResult, Error, CallContext>): void => {
    const { request, route, access, rate, failure, spent, counted } = context;
    const status = response?.statusCode ?? 500;
    const duration = request === undefined ? 0 : Math.round((monotonic() - request.startedAt) * 1000) / 1000;
    const internal = status >= 500;
    log(
      internal ? 'error' : 'info',
      'request',
      {
        service,
        requestId: request?.id,
        lambdaRequestId: context.awsRequestId,
        version: context.functionVersion,
        traceId: request?.traceId,
        method: event.requestContext.http.method,
        route: route?.path ?? 'none',
        status,
        duration,
        coldStart: request?.coldStart ? 1 : 0,
        errors: internal ? 1 : 0,
        unauthorized: status === 401 ? 1 : 0,
        limiterErrors: rate?.standing.outcome === 'unknown' ? 1 : 0,
        ...spent,
        ...counted?.fields,
        memoryUsedMb: memoryUsedMb(),
        userId: access?.caller.userId ?? rate?.userId,
        ...(failure === undefined ? {} : { code: failure.code, error: cause(failure.error, internal) }),
      },
      { always: true, metrics: counted === undefined ? METRICS : METRICS.slice(0, -1) + counted.metrics },
    );
  };
  return {
    after: (request) => {
      write(request);
    },
    onError: (request) => {
      write(request);
    },
  };
}

/** Our own failures with their stacks; a refusal by the sentence of its cause. */
function cause(error: unknown, internal: boolean): unknown {
  if (internal) return describeError(error);
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
}

/** Metrics by service and route of a stage; capacity by service, for each pair of metric and dimension is paid for by the month. */
const METRICS = JSON.stringify([
  {
    Namespace: 'GymCoach',
    Dimensions: [
      ['stage', 'service'],
      ['stage', 'service', 'route'],
    ],
    Metrics: [
      { Name: 'duration', Unit: 'Milliseconds' },
      { Name: 'coldStart', Unit: 'Count' },
      { Name: 'errors', Unit: 'Count' },
      { Name: 'unauthorized', Unit: 'Count' },
      { Name: 'limiterErrors', Unit: 'Count' },
    ],
  },
  {
    Namespace: 'GymCoach',
    Dimensions: [['stage', 'service']],
    Metrics: [
      { Name: 'readUnits', Unit: 'Count' },
      { Name: 'writeUnits', Unit: 'Count' },
    ],
  },
]);

let peakMb = 0;
let lines = 0;

/** The peak so far, which only grows: asked for every 16th time, for the system takes 20 us to answer. */
function memoryUsedMb(): number {
  if (lines % 16 === 0) peakMb = Math.round(process.resourceUsage().maxRSS / KILOBYTES);
  lines += 1;
  return peakMb;
}
