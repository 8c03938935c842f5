import type { JsonSchema } from './json-schema.ts';
import type { Definition } from './route.ts';

const text = { type: 'string' } as const;

/** RFC 9457 problem document, as `http/problem.ts` writes it. */
export const PROBLEM: JsonSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'traceId'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    detail: text,
    instance: { ...text, description: 'Names the request; quote it when you report a problem' },
    code: { ...text, description: 'Permanent, for programs', examples: ['validation.failed'] },
    traceId: text,
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'pointer', 'code', 'message'],
        properties: {
          in: { enum: ['params', 'query', 'header', 'body'] },
          pointer: { ...text, description: 'JSON pointer to the refused place' },
          code: text,
          message: text,
          params: { type: 'object', description: 'Limits that were not kept, or how to go on' },
        },
      },
    },
  },
};

const RETRY_AFTER = { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds' } };
/** On every answer to a known caller. */
export const RATE_LIMIT_HEADERS: JsonSchema = {
  'RateLimit-Policy': { schema: text, description: 'Quota and window of the route’s class: `"read";q=600;w=60`' },
  RateLimit: { schema: text, description: 'What is left, and seconds until there is more: `"read";r=0;t=1`' },
};
/** On what answers a repeat of a request with an idempotency key, refusals included. */
export const REPLAYED: JsonSchema = {
  'Idempotency-Replayed': {
    schema: { const: 'true' },
    description: 'The answer that this request had before, with the same key; else absent',
  },
};
const ALLOW = { 'WWW-Authenticate': { schema: text } };
const ETAG = { ETag: { schema: text, description: 'Of the current version' } };

const BAD_REQUEST = [
  'Refused input: path, query, body or idempotency key. Before anything is validated:',
  '- `body.malformed`: no JSON, or a byte-order mark before it',
  '- `body.too-complex`: deeper than 16 levels, over 200 keys in an object, over 1,000 items in a list',
  '- `body.duplicate-key`, `body.forbidden-key`: a key twice in one object; `__proto__`, `constructor`, `prototype`',
  '- `body.number-out-of-range`: not finite, or an integer beyond 2^53 - 1',
  '- `text.not-allowed`: not in UTF-8, NUL, half a surrogate pair, U+FFFD or over 30 combining marks in a row',
].join('\n');

const TEXTS: Readonly<Record<number, readonly [string, JsonSchema?]>> = {
  400: [BAD_REQUEST],
  401: ['No valid access token', ALLOW],
  403: ['Signed in, but not allowed'],
  404: ['No such resource, or one that the caller may not know of', REPLAYED],
  409: ['Not possible in the present state, or the same request is being carried out', { ...RETRY_AFTER, ...REPLAYED }],
  410: ['It was there and is kept no longer'],
  412: ['The named version is not the current one', ETAG],
  413: ['Too large: `limit.size`, a body of more than 256 kB'],
  415: ['`media.unsupported`: media type not accepted; `media.coding-unsupported`: the body has a content coding'],
  422: ['The idempotency key was used for another request, or the file is refused'],
  428: ['If-Match is missing, or names no version (`*`)'],
  429: [
    'Too many requests of this caller to routes of this class (`x-rate-limit`)',
    { ...RETRY_AFTER, ...RATE_LIMIT_HEADERS },
  ],
  500: ['A failure on our side'],
  503: ['Something that is needed cannot be reached now', RETRY_AFTER],
};

/** The refusals that a route can answer, from what it declares. */
export function problemStatuses(route: Definition): readonly number[] {
  const statuses = [
    400,
    ...(route.access === 'public' ? [] : [401, 403, 429]),
    ...(route.params === undefined ? [] : [404]),
    ...(route.method === 'PUT' || route.idempotencyKey !== undefined ? [409] : []),
    ...(route.precondition === undefined ? [] : [412, 428]),
    ...(route.body === undefined ? [] : [413, 415]),
    ...(route.idempotencyKey === undefined ? [] : [413, 415, 422]),
    ...(route.refusals ?? []),
    500,
    503,
  ];
  return [...new Set(statuses)];
}

/** `components.responses`: one per refusal. */
export const problemResponses = (): JsonSchema =>
  Object.fromEntries(
    Object.entries(TEXTS).map(([status, [description, headers]]) => [
      `Problem${status}`,
      {
        description,
        ...(headers === undefined ? {} : { headers }),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
