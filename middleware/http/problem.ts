import type { MiddlewareObj } from '@middy/core';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';

/** Body of the last net, for a failure in the chain itself. */
export const FALLBACK = JSON.stringify({ type: 'about:blank', title: 'Internal error', status: 500, code: 'internal' });

/**
 * Turns whatever was thrown into an http-error that carries a problem document, for `httpErrorHandler` to write. What that
 * needs is loaded by the first failure.
 */
export const problem = (): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  onError: async (request) => {
    const { error, context } = request;
    const loaded = await import('./problem-answer.ts').catch((cause: unknown) => {
      context.failure = { code: 'internal', error: cause };
    });
    if (loaded === undefined) return; // the last net answers
    const { code, status, headers, body } = loaded.problemAnswer(error, context);
    context.failure = { code, error };
    request.error = Object.assign(new Error(body), { statusCode: status, expose: true, headers });
  },
});
