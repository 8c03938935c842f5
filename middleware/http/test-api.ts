import { type AccountState, createAuthorizer, type TokenVerifier, type VerifiedToken } from '@gymcoach/core/auth';
import { createCursors, cursorSecretItem } from '@gymcoach/core/cursors';
import { AppError, unavailable } from '@gymcoach/core/errors';
import { createIdempotency } from '@gymcoach/core/idempotency';
import { type RateLimiter, unlimited } from '@gymcoach/core/limit';
import type { Table } from '@gymcoach/core/table';
import { catchLog } from '../../tests/support/catch-log.ts';
import { memoryTables } from '../../tests/support/memory-table.ts';
import type { AnyReply } from '../contract/route.ts';
import type { Auth } from './authenticate.ts';
import { type CallContext, type Endpoint, type HttpEvent, on } from './call.ts';
import { httpApi } from './http-api.ts';
import { routes } from './test-routes.ts';

/** For tests: an API with one route of each kind, behind the real authorizer, whose ports are in memory. */
export const MEMBER = '6f1d1f3e-0b7a-4c2e-9d55-0a4f1c7e2b11';
export const OTHER = '11111111-0b7a-4c2e-9d55-0a4f1c7e2b11';
export const NOW = 1_800_000_000_000;
const ISSUED = NOW / 1_000 - 60;

/** What a handler was called with. */
export type Seen = Readonly<Record<string, unknown>>;

export interface World {
  /** Answers every route but the lists. @default 200 with version 3 */
  readonly answer?: (call: Seen) => unknown;
  readonly accounts?: (userId: string) => AccountState | undefined;
  readonly now?: () => number;
  /** False: the table fails when an answer is to be stored. @default true */
  readonly rememberAnswers?: boolean;
  /** @default unlimited */
  readonly limiter?: RateLimiter;
}

const users = new Map([
  ['member', MEMBER],
  ['other', OTHER],
  ['admin', '22222222-0b7a-4c2e-9d55-0a4f1c7e2b11'],
]);

/** Takes `Bearer member`, `Bearer other` and `Bearer admin`; `Bearer keyless` finds no keys. */
const verifier: Pick<TokenVerifier, 'verify'> = {
  async verify(authorization): Promise<VerifiedToken> {
    const name = authorization?.replace(/^Bearer /, '') ?? '';
    if (name === 'keyless') throw unavailable('auth.keys-unavailable', 'No keys.', new Error('no keys'));
    const id = users.get(name);
    if (id === undefined) {
      const headers = { 'www-authenticate': 'Bearer' };
      throw new AppError('unauthenticated', 'auth.token-invalid', 'A valid access token is required.', { headers });
    }
    return { userId: id, groups: name === 'admin' ? ['admin'] : [], issuedAt: ISSUED, expiresAt: ISSUED + 3_600 };
  },
};

const ITEMS = Array.from({ length: 7 }, (_, index) => `item-${index}`);

export function createTestApi({
  answer = () => ({ status: 200, version: { id: 'goal', number: 3 }, body: { ok: true } }),
  accounts = () => undefined,
  now = () => NOW,
  rememberAnswers = true,
  limiter = unlimited,
}: World = {}) {
  const seen: Seen[] = [];
  const auth: Auth = {
    verifier,
    limiter,
    authorizer: createAuthorizer({
      people: { load: async (id) => ({ account: accounts(id), assignments: [] }) },
      roles: { document: async () => undefined },
      links: { load: async () => undefined },
      accessLog: { record: async () => undefined },
      now,
      newId: () => 'id',
    }),
  };
  const ephemeral = memoryTables('ephemeral').get('ephemeral') as Table; // named just now
  const idempotency = createIdempotency(ephemeral, now);
  const secret = cursorSecretItem();
  const table: Pick<Table, 'get'> = { get: async () => secret };
  const handle = async (call: unknown): Promise<AnyReply> => {
    seen.push(call as Seen); // whatever the chain made
    return (await answer(call as Seen)) as AnyReply; // a test may answer anything
  };
  const answered = (declared: unknown): Endpoint => ({ route: declared as Endpoint['route'], handle });
  const page = async ({
    paging,
  }: {
    paging: {
      limit: number;
      after: string | undefined;
      page: (found: {
        items: string[];
        last?: string;
      }) => Promise<{ items: string[]; page: { nextCursor?: string; hasMore: boolean } }>;
    };
  }) => {
    const from = paging.after === undefined ? 0 : ITEMS.indexOf(paging.after) + 1;
    const items = ITEMS.slice(from, from + paging.limit);
    const last = from + paging.limit < ITEMS.length ? items.at(-1) : undefined;
    return { status: 200 as const, body: await paging.page({ items, ...(last === undefined ? {} : { last }) }) };
  };
  const { list, listOther, ...others } = routes;
  const handler = httpApi({
    service: 'test',
    auth,
    cursors: createCursors(table as Table, now), // only `get` is used
    idempotency: rememberAnswers ? idempotency : { ...idempotency, finish: () => Promise.reject(new Error('away')) },
    endpoints: [...Object.values(others).map(answered), on(list, page), on(listOther, page)],
  });

  /** Sends a request; gives the answer with lower-case header names, its parsed body, and what was logged. */
  async function send(method: string, target: string, { body, base64 = false, ...rest }: Sent = {}) {
    const headers = {
      authorization: 'Bearer member',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...rest.headers,
    };
    const [rawPath = '', rawQueryString = ''] = target.split('?');
    const event: HttpEvent = {
      version: '2.0',
      routeKey: '$default',
      rawPath,
      rawQueryString,
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >,
      requestContext: {
        accountId: '1',
        apiId: 'api',
        domainName: 'localhost',
        domainPrefix: 'api',
        http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        requestId: 'gateway-request-1',
        routeKey: '$default',
        stage: '$default',
        time: '',
        timeEpoch: rest.at ?? NOW,
      },
      isBase64Encoded: base64,
      ...(body === undefined ? {} : { body }),
    };
    const { remainingMs } = rest;
    const time = remainingMs === undefined ? {} : { getRemainingTimeInMillis: () => remainingMs };
    const context = { awsRequestId: 'lambda-request-1', functionVersion: '7', ...time } as CallContext; // the rest of Lambda's context is not read
    const { result, log } = await catchLog(() => handler(event, context));
    const lower = Object.fromEntries(
      Object.entries(result.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const encoded = result.isBase64Encoded === true;
    const text = result.body;
    const json =
      text === undefined || !text.startsWith('{') ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
    return {
      status: result.statusCode,
      headers: lower,
      names: Object.keys(result.headers ?? {}),
      text,
      encoded,
      json,
      lines: log === '' ? [] : log.split(/(?<=\n)/),
    };
  }
  return { send, seen };
}

export interface Sent {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly base64?: boolean;
  /** Epoch milliseconds at which the gateway took it. @default NOW */
  readonly at?: number;
  /** What Lambda says is left. @default it does not say */
  readonly remainingMs?: number;
}

export const MINE = `/v1/users/${MEMBER}/goals`;
export const ANYTHING = `/v1/users/${MEMBER}/anything`;
export const KEY = { 'idempotency-key': 'k'.repeat(16) };
export const MATCH = { 'if-match': '"goal.3"' };
