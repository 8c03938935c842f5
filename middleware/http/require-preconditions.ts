import { AppError } from '@gymcoach/core/errors';
import type { MiddlewareObj } from '@middy/core';
import type { Route } from '../contract/route.ts';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';
import { parseEntityTags } from './entity-tags.ts';

const KEY = /^[\x21-\x7e]{16,128}$/;

/**
 * What a write must bring along: a well-formed `Idempotency-Key` where the route creates (400), an `If-Match` where it
 * changes (428). `If-Match: *` names no version and so protects nobody's change: it counts as absent.
 */
export const requirePreconditions = (route: Route): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  before: ({ event, context }) => {
    if (route.idempotencyKey !== undefined && !KEY.test(event.headers['idempotency-key'] ?? '')) {
      const message = 'Send an Idempotency-Key of 16 to 128 visible ASCII characters.';
      throw new AppError('bad-request', 'idempotency.key-required', message);
    }
    if (route.precondition !== undefined) context.conditions = { ifMatch: entityTags(event.headers['if-match']) };
  },
});

function entityTags(header: string | undefined) {
  if (header === undefined || header.trim() === '' || header.trim() === '*') {
    const message = 'Send If-Match with the ETag of the version that you are changing.';
    throw new AppError('precondition-required', 'precondition.required', message);
  }
  return parseEntityTags(header);
}
