import type { Idempotency } from '@gymcoach/core/idempotency';
import type { MiddlewareObj } from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import type { Route } from '../contract/route.ts';
import { answerOnce } from './answer-once.ts';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';
import { countAnswer } from './count-answer.ts';
import { hardenBody } from './harden/harden-body.ts';
import { readBody, toNfc } from './read-body.ts';
import { requirePreconditions } from './require-preconditions.ts';

type Middlewares = readonly MiddlewareObj<HttpEvent, HttpResult, Error, CallContext>[];

/** What only a request that changes something goes through, by its place in the chain. */
export interface WriteDuties {
  /** size, media type */
  readonly received: Middlewares;
  /** hardening of the body, JSON */
  readonly parsed: Middlewares;
  /** what counts · preconditions · idempotency, once the input is known to be valid */
  readonly promised: Middlewares;
}

/** Loaded by the first request that is no GET: most containers of a quiet service never see one. */
export function writeDuties(route: Route, idempotency: Idempotency | undefined): WriteDuties {
  const hasBody = route.body !== undefined;
  const isOnce = route.idempotencyKey !== undefined && idempotency !== undefined;
  return {
    received: hasBody ? [readBody(route)] : [],
    parsed: hasBody ? [hardenBody(), httpJsonBodyParser({ disableContentTypeCheck: true, reviver: toNfc })] : [],
    promised: [
      ...(route.counts === undefined ? [] : [countAnswer(route.counts)]),
      requirePreconditions(route),
      ...(isOnce ? [answerOnce(route, idempotency)] : []),
    ],
  };
}
