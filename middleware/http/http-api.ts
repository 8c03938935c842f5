import { AppError } from '@gymcoach/core/errors';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouterHandler from '@middy/http-router';
import type { Route } from '../contract/route.ts';
import type { CallContext, Endpoint, HttpEvent, HttpHandler, HttpResult } from './call.ts';
import { compress } from './compress.ts';
import { limitAnswer } from './limit-answer.ts';
import { logRequest } from './log-request.ts';
import { FALLBACK, problem } from './problem.ts';
import { responseHeaders } from './response-headers.ts';
import { type RouteChainOptions, routeChain } from './route-chain.ts';
import { traceRequest } from './trace-request.ts';
import { withinDeadline } from './within-deadline.ts';

export interface HttpApiOptions extends RouteChainOptions {
  /** Name in logs and metrics: `user-profile`. */
  readonly service: string;
  readonly endpoints: readonly Endpoint[];
  /** Gives the endpoints that are no GET, all of them, where they are apart: loaded by the first such request. */
  readonly changes?: () => Promise<readonly Endpoint[]>;
  /** False for a rehearsal: what it serves is no request, and no line of the log. @default true */
  readonly isRecorded?: boolean;
  /** Answers what no route matches. @default 404 `route.not-found` */
  readonly fallback?: (event: HttpEvent) => never;
}

/**
 * The whole HTTP chain of a service. The outer chain knows no route: last net, problem documents, headers,
 * compression, log line, trace. Each route has its own inner chain, built once, when first called, in the order in which refusals apply.
 *
 * @example
 * export const handler = httpApi({
 *   service: 'user-profile', auth,
 *   endpoints: [on(routes.getProfile, getProfile(deps))],
 *   changes: async () => (await import('./changes.ts')).changes,
 * });
 */
export function httpApi(options: HttpApiOptions): HttpHandler {
  const { service, endpoints, changes, isRecorded = true, fallback = routeNotFound } = options;
  const router = routerOf(endpoints, options);
  const changing = changes === undefined ? async () => router : kept(async () => routerOf(await changes(), options));
  const chain = middy<HttpEvent, HttpResult, Error, CallContext>()
    .use(isRecorded ? [traceRequest(), logRequest(service)] : [])
    .use(compress())
    .use(responseHeaders())
    .use(httpErrorHandler({ logger: false, fallbackMessage: FALLBACK }))
    .use(problem())
    .use(limitAnswer());
  const serve = async (event: HttpEvent, context: CallContext): Promise<HttpResult> => {
    // The router would take a path with a slash at its end for the route; the gateway has matched it to nothing.
    const { path, method } = event.requestContext.http;
    if (path.length > 1 && path.endsWith('/')) return fallback(event);
    const serveMethod = method === 'GET' ? router : await changing();
    const answer: HttpResult | undefined = await serveMethod(event, context);
    return answer ?? fallback(event);
  };
  return chain.handler(withinDeadline(serve));
}

function routerOf(endpoints: readonly Endpoint[], options: HttpApiOptions) {
  for (const { route } of endpoints) refuseIncomplete(route, options);
  const routes = endpoints.map((endpoint) => ({
    method: endpoint.route.method,
    path: endpoint.route.path,
    handler: whenFirstCalled(() => routeChain(endpoint, options)),
  }));
  return httpRouterHandler<HttpEvent, HttpResult>({ routes, notFoundResponse: () => undefined });
}

/** A service starts with all that its routes need, or not at all. */
function refuseIncomplete(route: Route, { auth, cursors, idempotency }: HttpApiOptions): void {
  const needs = (what: string) => new Error(`${route.method} ${route.path} needs ${what}`);
  if (route.access !== 'public' && auth === undefined) throw needs('auth');
  if (route.paged && cursors === undefined) throw needs('cursors');
  if (route.idempotencyKey !== undefined && idempotency === undefined) throw needs('idempotency');
}

/** A container that serves one route pays for one chain: building them all takes two milliseconds of a cold start. */
function whenFirstCalled(make: () => Promise<HttpHandler>): HttpHandler {
  let made: HttpHandler | undefined;
  return async (event, context) => {
    made ??= await make();
    return made(event, context);
  };
}

/** Made by the first call that succeeds: what could not be loaded is tried again by the next request. */
function kept<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

function routeNotFound(): never {
  throw new AppError('not-found', 'route.not-found', 'There is no such route.');
}
