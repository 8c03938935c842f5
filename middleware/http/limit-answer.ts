import type { MiddlewareObj } from '@middy/core';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';

/** Lambda takes 6 MB, base64 and headers included; compression comes later and may not help. */
const MAX_BYTES = 5 * 1024 * 1024;

/** A larger answer is a bug, and would end as a 502 of the gateway without a word in our log: it becomes a 500. */
export const limitAnswer = (): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  after: ({ response }) => {
    const bytes = Buffer.byteLength(response?.body ?? '');
    if (bytes > MAX_BYTES) throw new Error(`an answer of ${bytes} bytes is over the limit of ${MAX_BYTES}`);
  },
});
