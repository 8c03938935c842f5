import type { MiddlewareObj, Request } from '@middy/core';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';
import { rateHeaders } from './limit-rate.ts';

const SECURITY: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * Security headers, the request id and how a known caller stands on every answer of ours; a header that the answer has itself
 * stays. The gateway sets the CORS headers by the caller's origin and says so to no cache, so `Vary` says it here.
 */
export function responseHeaders(): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> {
  const add = ({ response, context }: Request<HttpEvent, HttpResult, Error, CallContext>): void => {
    if (response === null || response === undefined) return;
    response.headers = {
      ...SECURITY,
      ...(context.request === undefined ? {} : { 'x-request-id': context.request.id }),
      ...(context.rate === undefined ? {} : rateHeaders(context.rate)),
      ...response.headers,
      vary: [response.headers?.['vary'], 'origin'].filter((name) => name !== undefined).join(', '),
    };
  };
  return {
    after: (request) => {
      add(request);
    },
    onError: (request) => {
      add(request);
    },
  };
}
