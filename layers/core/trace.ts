import { createRequire } from 'node:module';
import type { Segments } from './xray.ts';

/** The request's place in a trace, from Lambda's `_X_AMZN_TRACE_ID`. */
export interface TraceContext {
  readonly traceId: string | undefined;
  readonly sampled: boolean;
}

/** Read anew at each request: Lambda sets the variable per invocation. */
export function traceContext(header = process.env['_X_AMZN_TRACE_ID']): TraceContext {
  const traceId =
    header === undefined ? undefined : /(?:^|;)Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/.exec(header)?.[1];
  return { traceId, sampled: header !== undefined && /(?:^|;)Sampled=1(?:;|$)/.test(header) };
}

let segments: Segments | undefined;

/**
 * Runs `work` inside a subsegment when the request is sampled, and as it is when not: the tracer (Powertools and the
 * X-Ray SDK, 19 ms to load) is loaded by the first sampled request only.
 *
 * @example const item = await span('DynamoDB GetItem', () => call());
 */
export function span<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (!traceContext().sampled) return work();
  // A computed require keeps the tracer out of this file's bundle: it is an entry of the layer of its own.
  segments ??= (createRequire(__filename)('@gymcoach/core/xray') as typeof import('./xray.ts')).segments();
  return segments.within(name, work);
}
