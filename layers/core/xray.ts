import { Tracer } from '@aws-lambda-powertools/tracer';
import { type Segments, type Subsegment, segmentsOf } from './trace/segments.ts';

/** The part of an X-Ray segment that is used here, which Lambda's own segment and every subsegment have. */
interface Parent {
  addNewSubsegment(name: string): Parent & { addAttribute(name: string, value: unknown): void; close(): void };
  /** On Lambda's own segment only: takes over the trace header of the current invocation. */
  resolveLambdaTraceData?(): void;
}

interface Opened extends Subsegment {
  readonly segment: Parent;
}

let made: Segments | undefined;

/**
 * Subsegments by Powertools and the X-Ray SDK; loaded by `span` in trace.ts when a sampled request comes that is not the
 * container's first, for it takes 19 ms. Outside Lambda nothing is recorded.
 *
 * The SDK keeps the current segment in the asynchronous context in which it was loaded. Here that is some request's, so
 * the next request would find none, or an old one: Lambda's segment is therefore remembered, and nesting is kept apart.
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

  return segmentsOf<Opened>(({ name, ...attributes }, _traceHeader, outer) => {
    if (outer === undefined) lambda?.resolveLambdaTraceData?.();
    const segment = (outer?.segment ?? lambda)?.addNewSubsegment(name);
    if (segment === undefined) return undefined;
    const add = (more: object): void => {
      for (const [key, value] of Object.entries(more)) segment.addAttribute(key, value);
    };
    add(attributes);
    return {
      segment,
      close(failure = {}) {
        // Not `close(error)`: the SDK would send its message and stack.
        add(failure);
        segment.close();
      },
    };
  });
}
