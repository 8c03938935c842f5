import { AppError } from '@gymcoach/core/errors';
import type { MiddlewareObj } from '@middy/core';
import type { Route } from '../../contract/route.ts';
import type { CallContext, HttpEvent, HttpResult } from '../call.ts';
import { isBadText } from './bad-text.ts';
import { type BodyFault, scanJson } from './scan-json.ts';

const SENTENCES: Readonly<Record<BodyFault, string>> = {
  'body.too-complex':
    'The body is nested deeper than 16 levels, or has over 200 keys in an object or 1,000 items in a list.',
  'body.duplicate-key': 'The body has a key twice in one object.',
  'body.forbidden-key': 'The body has a key that is not allowed.',
  'body.number-out-of-range': 'The body has a number that cannot be kept exactly.',
  'text.not-allowed':
    'The request has text that is none: NUL, half a surrogate pair, U+FFFD or over 30 combining marks in a row.',
};

/**
 * Refuses what no schema may have to deal with, in path, query and body, before anything is parsed or validated: 400
 * with a code of its own for each. Size, media type and encoding have been seen to by `readBody`.
 */
export const harden = (route: Route): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  before: ({ event }) => {
    const { body = '', pathParameters = {}, rawQueryString } = event;
    const texts = [...Object.values(pathParameters), ...new URLSearchParams(rawQueryString)].flat();
    const isBad = texts.some((text) => text !== undefined && isBadText(text));
    const fault = isBad ? 'text.not-allowed' : route.body === undefined ? undefined : scanJson(body);
    if (fault !== undefined) throw new AppError('bad-request', fault, SENTENCES[fault]);
  },
});
