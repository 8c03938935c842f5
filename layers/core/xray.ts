import { AsyncLocalStorage } from 'node:async_hooks';
import { Tracer } from '@aws-lambda-powertools/tracer';

/** The part of an X-Ray segment that is used here, which Lambda's own segment and every subsegment have. */
interface Parent {
  addNewSubsegment(name: string): Parent & { close(error?: Error): void };
  /** On Lambda's own segment only: takes over the trace header of the current invocation. */
  resolveLambdaTraceData?(): void;
}

interface Enclosing {
  readonly traceHeader: string | undefined;
  readonly segment: Parent;
}

export interface Segments {
  /** Runs `work` in a subsegment, which is sent when `work` settles, with its error if it fails. Nests. */
  within<T>(name: string, work: () => Promise<T>): Promise<T>;
}

let made: Segments | undefined;

/**
 * Subsegments by Powertools and the X-Ray SDK; loaded by `span` in trace.ts when the first sampled request comes, for
 * it takes 19 ms. Outside Lambda nothing is recorded.
 *
 * The SDK keeps the current segment in the asynchronous context in which it was loaded. Here that is some request's, so
 * the next request would find none, or an old one: Lambda's segment is therefore remembered, and nesting is kept apart
 * per trace.
 */
export function segments(): Segments {
  made ??= createSegments();
  return made;
}

function createSegments(): Segments {
  // Our clients make their own subsegments: patching node:http would record every call twice.
  const tracer = new Tracer({ captureHTTPsRequests: false });
  if (!tracer.isTracingEnabled()) return { within: (_, work) => work() };
  const lambda: Parent | undefined = tracer.getSegment();
  const enclosing = new AsyncLocalStorage<Enclosing>();

  return {
    async within(name, work) {
      const traceHeader = process.env['_X_AMZN_TRACE_ID'];
      const outer = enclosing.getStore();
      const parent = outer?.traceHeader === traceHeader ? outer?.segment : lambda;
      if (parent === lambda) lambda?.resolveLambdaTraceData?.();
      const segment = parent?.addNewSubsegment(name);
      if (segment === undefined) return work();
      try {
        const result = await enclosing.run({ traceHeader, segment }, work);
        segment.close();
        return result;
      } catch (error) {
        segment.close(error instanceof Error ? error : new Error('A value was thrown that is no error'));
        throw error;
      }
    },
  };
}
