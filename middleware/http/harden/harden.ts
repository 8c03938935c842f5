import { AppError } from '@gymcoach/core/errors';
import type { MiddlewareObj } from '@middy/core';
import type { CallContext, HttpEvent, HttpResult } from '../call.ts';
import { isBadText } from './bad-text.ts';

/**
 * Refuses in path and query what no schema may have to deal with, before anything is validated: 400 `text.not-allowed`. A
 * body is seen to by `hardenBody`.
 */
export const harden = (): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  before: ({ event }) => {
    const { pathParameters = {}, rawQueryString } = event;
    const texts = [...Object.values(pathParameters), ...new URLSearchParams(rawQueryString)].flat();
    if (texts.some((text) => text !== undefined && isBadText(text))) {
      throw new AppError('bad-request', 'text.not-allowed', NO_TEXT);
    }
  },
});

/** What is told of `text.not-allowed`. */
export const NO_TEXT =
  'The request has text that is none: NUL, half a surrogate pair, U+FFFD or over 30 combining marks in a row.';
