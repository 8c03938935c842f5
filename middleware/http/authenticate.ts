import type { Authorizer, TokenVerifier } from '@gymcoach/core/auth';
import type { MiddlewareObj } from '@middy/core';
import type { Route } from '../contract/route.ts';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';

export interface Auth {
  readonly verifier: TokenVerifier;
  readonly authorizer: Authorizer;
}

/**
 * Who calls, and whether they may: verifies the token and enforces the decision on the path alone, before anything of
 * the request is read. Only a route that says `access: 'public'` goes without.
 */
export function authenticate(route: Route, auth: Auth): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> {
  return {
    before: async ({ event, context }) => {
      if (route.access === 'public') return;
      const token = await auth.verifier.verify(event.headers['authorization']);
      if (route.permission === undefined) {
        context.access = { caller: await auth.authorizer.authenticateOnly(token), scope: 'own', userId: undefined };
        return;
      }
      const subject = event.pathParameters?.['userId'];
      if (subject === undefined) throw new Error('A route with a permission has {userId} in its path.');
      const userId = subject === 'me' ? token.userId : subject;
      const { permission } = route;
      const { principal, decision } = await auth.authorizer.authorize({ token, permission, ownerId: userId });
      context.access = { caller: principal, scope: decision.scope, userId };
    },
  };
}
