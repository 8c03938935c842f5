import type { Cursors } from '@gymcoach/core/cursors';
import type { Idempotency } from '@gymcoach/core/idempotency';
import middy from '@middy/core';
import { type Auth, authenticate, type OnRefusal } from './authenticate.ts';
import type { CallContext, Endpoint, HttpEvent, HttpHandler, HttpResult } from './call.ts';
import { harden } from './harden/harden.ts';
import { openPaging } from './paging.ts';
import { serialize } from './serialize.ts';
import { validate } from './validate.ts';

export interface RouteChainOptions {
  /** Leave out only where the route is public. */
  readonly auth?: Auth;
  /** For the audit trail: told of each refusal of the decision to a caller who is signed in. */
  readonly onRefusal?: OnRefusal;
  /** For paged routes. */
  readonly cursors?: Cursors;
  /** For routes with an idempotency key. */
  readonly idempotency?: Idempotency;
}

/** The chain of one route: authenticate, authorize · size, media type · hardening, JSON · validation · preconditions · idempotency · handler · serialization */
export async function routeChain(
  { route, handle, ahead }: Endpoint,
  { auth, onRefusal, cursors, idempotency }: RouteChainOptions,
): Promise<HttpHandler> {
  const duties =
    route.method === 'GET' ? undefined : (await import('./write-duties.ts')).writeDuties(route, idempotency);
  const chain = middy<HttpEvent, HttpResult, Error, CallContext>().before(({ context }) => {
    context.route = route;
  });
  if (auth !== undefined) chain.use(authenticate(route, auth, { onRefusal, ahead }));
  if (duties !== undefined) chain.use([...duties.received]);
  chain.use(harden());
  if (duties !== undefined) chain.use([...duties.parsed]);
  chain.use(validate(route));
  if (duties !== undefined) chain.use([...duties.promised]);
  return chain.handler(async (event: HttpEvent, context: CallContext) => {
    const { access, input, conditions, once } = context;
    const paging = route.paged && cursors !== undefined ? { paging: await openPaging(route, context, cursors) } : {};
    // Each route's chain has put there what its duties promise: see `Given` in call.ts.
    const call = { ...input, caller: access?.caller, scope: access?.scope, ...conditions, once, ...paging };
    return serialize(route, event, await handle(call as Parameters<Endpoint['handle']>[0]));
  });
}
