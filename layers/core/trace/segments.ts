import { AsyncLocalStorage } from 'node:async_hooks';
import { type Attributes, attributesOf, failureAttributes } from './subsegment-data.ts';

export interface Segments {
  /**
   * Runs `work` in a subsegment, which is sent when `work` settles, with the name of its error if it fails. Nests. What
   * goes wrong with the trace is dropped: it is never the request's fault.
   */
  within<T>(name: string, work: () => Promise<T>, table?: string): Promise<T>;
}

export interface Subsegment {
  /** Ends it with the further attributes of a failure, if there was one, and sends it. */
  close(failure?: Attributes): void;
}

/** Begins a subsegment under `outer`, or under the function's own segment of that trace; `undefined` records nothing. */
export type Open<S extends Subsegment> = (
  attributes: Attributes & { readonly name: string },
  traceHeader: string,
  outer: S | undefined,
) => S | undefined;

/**
 * What both producers of subsegments have in common: which one is under which, and what is said of the work. Nesting is
 * kept per trace: work that outlives its request must not put another's subsegments under its own.
 */
export function segmentsOf<S extends Subsegment>(open: Open<S>): Segments {
  const enclosing = new AsyncLocalStorage<{ readonly traceHeader: string; readonly segment: S }>();
  return {
    async within(name, work, table) {
      const traceHeader = process.env['_X_AMZN_TRACE_ID'] ?? '';
      const outer = enclosing.getStore();
      const parent = outer?.traceHeader === traceHeader ? outer.segment : undefined;
      const segment = attempt(() => open(attributesOf(name, table), traceHeader, parent));
      if (segment === undefined) return work();
      try {
        const result = await enclosing.run({ traceHeader, segment }, work);
        attempt(() => segment.close());
        return result;
      } catch (error) {
        attempt(() => segment.close(failureAttributes(error)));
        throw error;
      }
    },
  };
}

function attempt<T>(trace: () => T): T | undefined {
  try {
    return trace();
  } catch {
    return undefined;
  }
}
