import { isAppError } from '@gymcoach/core/errors';
import type { Idempotency, StoredAnswer, Use } from '@gymcoach/core/idempotency';
import { describeError, log } from '@gymcoach/core/log';
import type { MiddlewareObj } from '@middy/core';
import type { Route } from '../contract/route.ts';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';
import { problemAnswer } from './problem-answer.ts';

/** Where Lambda does not tell how long the function may run. */
const LOCK_MS = 30_000;
/** What does not belong to the request alone: who may, how many, whether we are well. It is judged anew. */
const NOT_REMEMBERED: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * A request with an idempotency key is carried out once. A repeat is given the stored answer, with
 * `Idempotency-Replayed: true`; another request with the same key 422; a repeat while the first is carried out 409. Of
 * 5xx, 429, 401 and 403 nothing is remembered.
 *
 * @example chain.use(answerOnce(route, idempotency)); // after authentication, validation and the check of the key's form
 */
export function answerOnce(
  route: Route,
  idempotency: Idempotency,
): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> {
  const end = async (event: HttpEvent, context: CallContext, answer: StoredAnswer): Promise<void> => {
    if (context.once === undefined) return; // refused before the key was taken, or by it
    try {
      if (answer.status >= 500 || NOT_REMEMBERED.has(answer.status)) await idempotency.release(context.once);
      else await idempotency.finish(useOf(route, event, context), context.once, answer);
    } catch (error) {
      if (isAppError(error) && error.code === 'deadline.exceeded') return; // answered already, and the lock ends by itself
      // What was done is done, and a repeat will find it: the caller is told so all the same.
      log('warn', 'an answer could not be remembered', { route: route.path, error: describeError(error) });
    }
  };
  return {
    before: async ({ event, context }) => {
      const begun = await idempotency.begin(useOf(route, event, context));
      if (begun.answer === undefined) {
        context.once = begun.use;
        return;
      }
      const { status, headers, body } = begun.answer;
      return {
        statusCode: status,
        headers: { ...headers, 'idempotency-replayed': 'true' },
        ...(body === undefined ? {} : { body }),
      };
    },
    after: async ({ event, context, response }) => {
      const { statusCode: status = 200, headers = {}, body } = response ?? {};
      const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      await end(event, context, { status, headers: texts, body });
    },
    onError: async ({ event, context, error }) => {
      await end(event, context, problemAnswer(error, context));
    },
  };
}

function useOf(route: Route, event: HttpEvent, context: CallContext): Use {
  const { access, input } = context;
  if (access === undefined) throw new Error('A route with an idempotency key has a caller.');
  const params = new Map(Object.entries(input?.params ?? {}));
  return {
    principalId: access.caller.userId,
    method: route.method,
    route: route.path,
    key: event.headers['idempotency-key'] ?? '',
    path: route.path.replace(/\{(\w+)\}/g, (_all, name: string) => String(params.get(name))),
    query: input?.query,
    body: input?.body,
    lockMs: context.getRemainingTimeInMillis?.() ?? LOCK_MS,
  };
}
