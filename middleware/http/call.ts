import type { Principal, Scope } from '@gymcoach/core/auth';
import type { RateStanding, RouteClass } from '@gymcoach/core/limit';
import type { Spent } from '@gymcoach/core/request-scope';
import type { Once } from '@gymcoach/core/table';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { AnyReply, Duty, Route } from '../contract/route.ts';
import type { EntityTag } from './entity-tags.ts';
import type { Paging } from './paging.ts';

interface Input<P, Q, B> {
  /** Path parameters, checked; `userId` is never `me` here. */
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

interface Given {
  readonly 'signed-in': {
    readonly caller: Principal;
    /** By which scope the decision allowed it; `own` on routes without a subject. */
    readonly scope: Scope;
  };
  readonly 'if-match': { readonly ifMatch: readonly EntityTag[] };
  readonly once: { readonly once: Once };
  readonly paged: { readonly paging: Paging };
}

type Both<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;

/** What a handler is called with: the checked input, and what the route's duties add. */
export type Call<P, Q, B, D extends Duty> = Input<P, Q, B> & ([D] extends [never] ? unknown : Both<Given[D]>);

/**
 * A handler of a route: one expression that calls a use case.
 *
 * @example
 * export const getProfile = ({ profiles }: Pick<Deps, 'profiles'>): Handler<typeof routes.getProfile> =>
 *   async ({ params }) => reply(await readProfile(profiles, params.userId));
 */
export type Handler<R> =
  R extends Route<infer P, infer Q, infer B, infer Reply, infer D> ? (call: Call<P, Q, B, D>) => Promise<Reply> : never;

/** A route with its handler, types forgotten: what `httpApi` is given. */
export interface Endpoint extends Ahead {
  readonly route: Route;
  readonly handle: (call: Call<unknown, unknown, unknown, Duty>) => Promise<AnyReply>;
}

interface Ahead {
  /**
   * Begins to read what the handler will, where the decision has to read, too; the answer waits for the decision. For routes that
   * change nothing, with a person in the path, whose id is checked.
   */
  readonly ahead?: (userId: string) => void;
}

/**
 * Binds a handler to its route.
 *
 * @example on(routes.getProfile, getProfile(deps), { ahead: (userId) => deps.profiles.readAhead(userId, PROFILE_ID) })
 */
export function on<P, Q, B, R extends AnyReply, D extends Duty>(
  route: Route<P, Q, B, R, D>,
  handler: (call: Call<P, Q, B, D>) => Promise<R>,
  more: Ahead = {},
): Endpoint {
  // The chain gives a handler exactly what its own route's checks have produced.
  return { route: route as Route, handle: handler as unknown as Endpoint['handle'], ...more };
}

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResult = APIGatewayProxyStructuredResultV2;

/** Lambda's context; each middleware adds one thing. What comes later in the chain may rely on it. */
export interface CallContext extends Context {
  /** By `traceRequest`. */
  request?: { readonly id: string; readonly traceId: string; readonly startedAt: number; readonly coldStart: boolean };
  /** By `withinDeadline`: what the request asks of AWS, growing until it is answered. */
  spent?: Spent;
  /** By the router: the route that is being served. */
  route?: Route;
  /** By `limitRate`: whose request it is, and how they stand. */
  rate?: { readonly userId: string; readonly routeClass: RouteClass; readonly standing: RateStanding };
  /** By `authenticate`. */
  access?: { readonly caller: Principal; readonly scope: Scope; readonly userId: string | undefined };
  /** By `validate`. */
  input?: Input<unknown, unknown, unknown>;
  /** By `requirePreconditions`. */
  conditions?: { readonly ifMatch: readonly EntityTag[] };
  /** By `answerOnce`: the use of the idempotency key that this request has begun. */
  once?: Once;
  /** By `countAnswer`: what the log line says beyond, and after its metrics. */
  counted?: { readonly fields: Readonly<Record<string, number>>; readonly metrics: string };
  /** By `problem`: what the log line says about a failure. */
  failure?: { readonly code: string; readonly error: unknown };
}

export type HttpHandler = (event: HttpEvent, context: CallContext) => Promise<HttpResult>;
