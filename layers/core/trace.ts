import { createRequire } from 'node:module';
import type * as firstTrace from './first-trace.ts';
import type { Segments } from './trace/segments.ts';
import type * as xray from './xray.ts';

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

let requests = 0;

/** For the entry of a function, as each request or batch begins: true for the container's first. */
export function beginRequest(): boolean {
  requests += 1;
  return requests === 1;
}

const made = new Map<string, Segments>();

/**
 * Runs `work` inside a subsegment when the request is sampled, and as it is when not. What makes subsegments is loaded by
 * the first sampled request: first-trace.ts until the container's second request begins, 2 ms; from then on Powertools and
 * the X-Ray SDK, 19 ms.
 *
 * @param table of a call to DynamoDB
 * @example const item = await span('DynamoDB GetItem', () => call(), 'gymcoach-dev-main');
 */
export function span<T>(name: string, work: () => Promise<T>, table?: string): Promise<T> {
  const sampled = traceContext().sampled ? segments() : undefined;
  return sampled === undefined ? work() : sampled.within(name, work, table);
}

function segments(): Segments | undefined {
  const entry = `@gymcoach/core/${requests > 1 ? 'xray' : 'first-trace'}`;
  try {
    const found = made.get(entry) ?? load(entry).segments();
    made.set(entry, found);
    return found;
  } catch {
    return undefined; // untraced, but served
  }
}

/** Computed, for it keeps the tracers out of this file's bundle: they are entries of the layer of their own. */
const load = (entry: string) => createRequire(__filename)(entry) as typeof firstTrace | typeof xray; // of one shape
