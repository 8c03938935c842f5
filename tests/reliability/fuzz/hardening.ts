import { isAppError } from '@gymcoach/core/errors';
import type { CallContext, HttpEvent, HttpResult } from '@gymcoach/middleware/http/call';
import { harden } from '@gymcoach/middleware/http/harden/harden';
import { hardenBody } from '@gymcoach/middleware/http/harden/harden-body';
import { readBody, toNfc } from '@gymcoach/middleware/http/read-body';
import { validate } from '@gymcoach/middleware/http/validate';
import middy from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { httpEvent } from '../../support/http-event.ts';
import { writeRequest } from '../../support/openapi/request-draft.ts';
import type { GeneratedRequest } from '../../support/openapi-requests.ts';
import { type ServiceRoute, serviceRoutes } from '../../support/service-endpoints.ts';

type Check = (event: HttpEvent, context: CallContext) => Promise<HttpResult>;
/** Somebody: who it is, the chain would know from the token. */
const SOMEBODY = '00000000-0000-4000-8000-000000000001';

/** Tells of a broken request whether it is refused with hardening, and taken without it. */
export type NeedsHardening = (request: GeneratedRequest) => Promise<boolean>;

/** What a route's chain does to the body, as `httpApi` puts it together, with `harden` and without. */
export async function openHardening(): Promise<NeedsHardening> {
  const pairs = new Map(
    (await serviceRoutes()).map(({ route }) => [
      `${route.method} ${route.path}`,
      { hardened: checks(route, true), bare: checks(route, false) },
    ]),
  );
  return async (request) => {
    const { operation, fault = '' } = request;
    const pair = pairs.get(`${operation.method} ${operation.path}`);
    if (pair === undefined || operation.body === undefined || !fault.startsWith('body ')) return false;
    return !(await takes(pair.hardened, request)) && (await takes(pair.bare, request));
  };
}

function checks(route: ServiceRoute['route'], isHardened: boolean): Check {
  const chain = middy<HttpEvent, HttpResult, Error, CallContext>();
  if (route.body !== undefined) chain.use(readBody(route));
  if (isHardened) chain.use(harden()).use(hardenBody());
  if (route.body !== undefined) chain.use(httpJsonBodyParser({ disableContentTypeCheck: true, reviver: toNfc }));
  return chain.use(validate(route)).handler(async () => ({ statusCode: 200 }));
}

async function takes(check: Check, { draft }: GeneratedRequest): Promise<boolean> {
  const { method, target, headers, body } = writeRequest(draft);
  const isText = body === undefined || typeof body === 'string';
  const text = isText ? body : Buffer.from(body).toString('base64');
  const event = {
    ...httpEvent(method, target, { headers, ...(text === undefined ? {} : { body: text }) }),
    isBase64Encoded: !isText,
    pathParameters: 'userId' in draft.params ? { ...draft.params, userId: SOMEBODY } : draft.params,
  };
  try {
    await check(event, {} as CallContext); // nothing of Lambda's is read
    return true;
  } catch (error) {
    if (isAppError(error) || isHttpError(error)) return false;
    throw error;
  }
}

/** Of a middleware that we did not write. */
const isHttpError = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500;
