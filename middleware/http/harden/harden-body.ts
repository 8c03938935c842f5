import { AppError } from '@gymcoach/core/errors';
import type { MiddlewareObj } from '@middy/core';
import type { CallContext, HttpEvent, HttpResult } from '../call.ts';
import { NO_TEXT } from './harden.ts';
import { type BodyFault, scanJson } from './scan-json.ts';

const SENTENCES: Readonly<Record<BodyFault, string>> = {
  'body.too-complex':
    'The body is nested deeper than 16 levels, or has over 200 keys in an object or 1,000 items in a list.',
  'body.duplicate-key': 'The body has a key twice in one object.',
  'body.forbidden-key': 'The body has a key that is not allowed.',
  'body.number-out-of-range': 'The body has a number that cannot be kept exactly.',
  'text.not-allowed': NO_TEXT,
};

/**
 * Refuses what no schema may have to deal with in a body, before it is parsed: 400 with a code of its own for each. Size,
 * media type and encoding have been seen to by `readBody`.
 */
export const hardenBody = (): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  before: ({ event: { body = '' } }) => {
    const fault = scanJson(body);
    if (fault !== undefined) throw new AppError('bad-request', fault, SENTENCES[fault]);
  },
});
