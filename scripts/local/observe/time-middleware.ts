import type { SpanRecorder } from './span-recorder.ts';

type Hook = (this: unknown, ...given: unknown[]) => unknown;
type Make = (...given: readonly unknown[]) => unknown;

const PHASES = ['before', 'after', 'onError'] as const;

/**
 * What the bundles of `npm start` call for each factory of their chains, see observed-chains.ts: gives one whose middleware
 * record their times. Of `routeChain` it is the handler of the route that does.
 */
export const timeMiddleware =
  (recorder: SpanRecorder) =>
  (name: string, make: Make): Make => {
    if (name === 'routeChain') {
      return (endpoint, ...rest) =>
        make(timed(endpoint, 'handle', recorder, { name: 'handler', kind: 'handler' }), ...rest);
    }
    return (...given) => {
      const made = make(...given);
      return PHASES.reduce(
        (middleware, phase) => timed(middleware, phase, recorder, { name, kind: 'middleware', phase }),
        made,
      );
    };
  };

/** A copy of the object whose method is timed; what has no such method is given back as it is. */
function timed(
  given: unknown,
  method: string,
  recorder: SpanRecorder,
  span: Parameters<SpanRecorder['open']>[0],
): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const hook = (given as Readonly<Record<string, unknown>>)[method]; // whatever it is
  if (typeof hook !== 'function') return given;
  return { ...given, [method]: record(hook as Hook, recorder, span) }; // just checked
}

const record = (hook: Hook, recorder: SpanRecorder, span: Parameters<SpanRecorder['open']>[0]): Hook =>
  function (...given) {
    const close = recorder.open(span);
    const failed = (error: unknown): never => {
      close(error instanceof Error ? error.name : typeof error);
      throw error;
    };
    let result: unknown;
    try {
      result = hook.apply(this, given);
    } catch (error) {
      return failed(error);
    }
    // Middy waits for promises only, so one has to stay one, and another value what it is.
    if (result instanceof Promise) {
      return result.then((value: unknown) => {
        close();
        return value;
      }, failed);
    }
    close();
    return result;
  };
