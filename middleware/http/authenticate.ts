import { type Authorizer, type Permission, SYSTEM_OWNER, type TokenVerifier, USER_ID } from '@gymcoach/core/auth';
import { isAppError } from '@gymcoach/core/errors';
import type { RateLimiter } from '@gymcoach/core/limit';
import { describeError, log } from '@gymcoach/core/log';
import { requestScope } from '@gymcoach/core/request-scope';
import type { MiddlewareObj } from '@middy/core';
import type { Route } from '../contract/route.ts';
import type { CallContext, Endpoint, HttpEvent, HttpResult } from './call.ts';
import { limitRate } from './limit-rate.ts';

export interface Auth {
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly authorizer: Authorizer;
  /** `unlimited` where there are to be no limits. */
  readonly limiter: RateLimiter;
}

/**
 * Told of each refusal of the decision to a caller who is signed in; `authenticated` is what an account that is not active
 * lacks where a route asks for no permission. What it throws is logged; the refusal stands.
 */
export type OnRefusal = (refusal: {
  readonly actor: string;
  readonly permission: Permission | 'authenticated';
}) => Promise<void>;

/** What the decision answers with, as against a token that is refused or grants that cannot be read. */
const REFUSALS: ReadonlySet<string> = new Set([
  'resource.not-found',
  'authz.permission-missing',
  'auth.account-disabled',
]);

/** Refusals of the decision further on: a field that only the system sets, a role beyond what the caller holds. */
const LATER_REFUSALS: ReadonlySet<string> = new Set(['validation.protected-field', 'authz.escalation']);

/**
 * Who calls, and whether they may: verifies the token, counts the request, and enforces the decision on the path alone,
 * before anything of the request is read. Only a route that says `access: 'public'` goes without.
 */
export function authenticate(
  route: Route,
  auth: Auth,
  { onRefusal = async () => {}, ahead }: { onRefusal?: OnRefusal | undefined; ahead?: Endpoint['ahead'] } = {},
): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> {
  const { permission = 'authenticated' } = route;
  const tell = async (actor: string): Promise<void> => {
    await onRefusal({ actor, permission }).catch((error: unknown) => {
      log('error', 'a refusal could not be reported', { permission, error: describeError(error) });
    });
  };
  return {
    before: async ({ event, context }) => {
      if (route.access === 'public') return;
      const token = await auth.verifier.verify(event.headers['authorization']);
      const scope = requestScope();
      if (scope !== undefined) scope.callerId = token.userId;
      await limitRate(auth.limiter, route, token.userId, context);
      const inPath = permission !== 'authenticated' && route.resource === undefined;
      const userId = inPath ? subjectOf(event, token.userId) : undefined;
      try {
        if (permission === 'authenticated') {
          context.access = { caller: await auth.authorizer.authenticateOnly(token), scope: 'own', userId };
          return;
        }
        const ownerId = userId ?? (route.resource === 'caller' ? token.userId : SYSTEM_OWNER);
        const beside = ahead !== undefined && USER_ID.test(ownerId) ? () => ahead(ownerId) : undefined;
        const { principal, decision } = await auth.authorizer.authorize({ token, permission, ownerId, beside });
        context.access = { caller: principal, scope: decision.scope, userId };
      } catch (error) {
        if (isAppError(error) && REFUSALS.has(error.code)) await tell(token.userId);
        throw error;
      }
    },
    onError: async ({ error, context: { access } }) => {
      if (access === undefined || !isAppError(error) || !LATER_REFUSALS.has(error.code)) return;
      await tell(access.caller.userId);
    },
  };
}

function subjectOf(event: HttpEvent, callerId: string): string {
  const subject = event.pathParameters?.['userId'];
  if (subject === undefined) throw new Error('A route with a personal permission has {userId} in its path.');
  return subject === 'me' ? callerId : subject;
}
