import { describeError, log } from './log.ts';
import { withRequestScope } from './request-scope.ts';

/** A start waits no longer: what is not ready by then is for the first request to wait for. */
const LONGEST_MS = 1_000;

/**
 * The `then` of a function's module: Lambda's runtime loads the module by `import()`, which waits for one that has a `then` as
 * for any promise, and asks for the first request afterwards. So `prime` runs in the init phase, which has a whole CPU at any
 * memory setting, and before provisioned concurrency counts a container as ready. What fails is logged and left to the
 * requests. Nothing is primed outside Lambda, or where the stage says `priming: off`.
 *
 * @example
 * export const handler = httpApi({ ... });
 * export const then = afterPriming(deps.prime, { handler });
 */
export function afterPriming<M>(prime: () => Promise<void>, module: M): (resolve: (module: M) => void) => void {
  const isWanted = process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] !== undefined && process.env['PRIMING'] !== 'off';
  const primed = isWanted ? withRequestScope({ ms: LONGEST_MS, traceId: 'priming' }, prime) : Promise.resolve();
  const logged = primed.catch((error: unknown) => {
    log('warn', 'a container could not be primed', { error: describeError(error) });
  });
  return (resolve) => {
    void logged.then(() => resolve(module));
  };
}
