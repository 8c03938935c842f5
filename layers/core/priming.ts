import { describeError, log } from './log.ts';
import { withRequestScope } from './request-scope.ts';

/** Nobody's user id: rows that are not there are asked for, to have connections that have served. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A start on demand waits no longer: what is not ready by then is for the first request to wait for. */
const LONGEST_MS = { 'on-demand': 1_000, provisioned: 5_000 } as const;

/** What no container may go on with: its start fails. */
export class UnsafeStart extends Error {}

export interface Priming {
  /** Keys, verification, a connection: what the first request would wait for anyway. */
  readonly prime: (start: 'on-demand' | 'provisioned') => Promise<void>;
  /** A request like those to come, taken through the code: worth it where nobody waits for the container. */
  readonly rehearse: () => Promise<void>;
}

/**
 * The `then` of a function's module: Lambda's runtime loads the module by `import()`, which waits for one that has a `then` as
 * for any promise, and asks for the first request afterwards. So the priming runs in the init phase, which has a whole CPU
 * at any memory setting; with provisioned concurrency there is a rehearsal, too. What fails is logged and left to the requests.
 * Nothing is primed outside Lambda, or where the stage says `priming: off`.
 *
 * @example
 * export const handler = httpApi({ ... });
 * export const then = afterPriming({ handler }, { prime: deps.prime, rehearse: () => rehearse(routes.getProfile, deps) });
 */
export function afterPriming<M>(
  module: M,
  { prime, rehearse }: Priming,
): (resolve: (module: M) => void, reject: (error: unknown) => void) => void {
  const type = process.env['AWS_LAMBDA_INITIALIZATION_TYPE'];
  const start = type === 'provisioned-concurrency' ? 'provisioned' : 'on-demand';
  const primed =
    type === undefined || process.env['PRIMING'] === 'off'
      ? Promise.resolve()
      : withRequestScope({ ms: LONGEST_MS[start], traceId: 'priming' }, async () => {
          await prime(start);
          if (start === 'provisioned') await rehearse();
        });
  const logged = primed.catch((error: unknown) => {
    if (error instanceof UnsafeStart) throw error; // of this file: one copy in the layer
    log('warn', 'a container could not be primed', { error: describeError(error) });
  });
  return (resolve, reject) => {
    void logged.then(() => resolve(module), reject);
  };
}
