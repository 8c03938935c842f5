import { NOBODY } from '@gymcoach/core/priming';
import { keys, type Table } from '@gymcoach/core/table';
import type { AnyReply, Duty, Route } from '../contract/route.ts';
import type { Auth } from './authenticate.ts';
import type { CallContext, HttpEvent } from './call.ts';
import { httpApi } from './http-api.ts';
import type { RouteChainOptions } from './route-chain.ts';

export interface Rehearsed extends Pick<RouteChainOptions, 'cursors'> {
  readonly main: Pick<Table, 'get'>;
  readonly auth: Pick<Auth, 'authorizer'>;
}

/** V8 compiles a function better once it has run eight times. */
const ROUNDS = 12;
/** Of one round, with the reserve of every request: it must not outlive the priming by much. */
const LONGEST_MS = 1_500;

/**
 * Takes a request of nobody's, which nobody has signed, through a chain of its own of the commonest GET route, with the
 * decision and its reads but without the handler. What the first request would find cold is compiled and connected then.
 * Nothing is logged or counted.
 *
 * @example await rehearse(routes.getProfile, deps);
 */
export async function rehearse<P, Q, B, R extends AnyReply, D extends Duty>(
  declared: Route<P, Q, B, R, D>,
  { main, auth, cursors }: Rehearsed,
): Promise<void> {
  const route = declared as Route; // its types are for a handler, which is not called
  const now = Math.floor(Date.now() / 1_000);
  const verifier = { verify: async () => ({ userId: NOBODY, groups: [], issuedAt: now, expiresAt: now + 1 }) };
  const serve = httpApi({
    service: 'rehearsal',
    isRecorded: false,
    auth: { verifier, authorizer: auth.authorizer, limiter: { take: async () => undefined } },
    ...(cursors === undefined ? {} : { cursors }),
    endpoints: [{ route, handle: async () => ({ status: 200, version: { id: '-', number: 1 }, body: {} }) }],
  });
  const event = {
    version: '2.0',
    headers: {},
    pathParameters: { userId: 'me' },
    rawQueryString: '',
    requestContext: { timeEpoch: 0, http: { method: route.method, path: route.path.replace('{userId}', 'me') } },
  } as unknown as HttpEvent; // all that the chain of a GET looks at
  const context = { getRemainingTimeInMillis: () => LONGEST_MS } as CallContext; // the rest is not read
  for (let round = 0; round < ROUNDS; round += 1) {
    // With a read beside that of the grants, as in a real request.
    await Promise.all([serve(event, context), main.get(keys.account(NOBODY))]);
  }
}
