import { AppError, type ErrorKind } from '@gymcoach/core/errors';
import { httpEvent } from '../../tests/support/http-event.ts';
import { type CallContext, type Endpoint, on } from './call.ts';
import { httpApi } from './http-api.ts';
import { createTestApi, KEY, MATCH, MEMBER, MINE } from './test-api.ts';
import { routes } from './test-routes.ts';

const SECURITY = {
  'strict-transport-security': expect.stringContaining('max-age='),
  'x-content-type-options': 'nosniff',
  'content-security-policy': expect.stringContaining("default-src 'none'"),
  'referrer-policy': 'no-referrer',
  'cache-control': expect.any(String),
  'x-request-id': 'gateway-request-1',
};

test.each([
  ['200', 'GET', MINE, {}, 200],
  ['304', 'GET', MINE, { headers: { 'if-none-match': '"goal.3"' } }, 304],
  ['400', 'GET', `${MINE}?x=1`, {}, 400],
  ['401', 'GET', MINE, { headers: { authorization: '' } }, 401],
  ['404', 'GET', '/nowhere', {}, 404],
  ['a public route', 'GET', '/about', { headers: { authorization: undefined } }, 200],
  ['a route for everyone signed in', 'GET', '/v1/account', {}, 200],
])('security headers and the request id are on %s', async (_, method, target, sent, status) => {
  const answer = await createTestApi().send(method, target, sent);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject(SECURITY);
  expect(answer.names).toHaveLength(new Set(answer.names.map((name) => name.toLowerCase())).size);
});

const KINDS: readonly (readonly [ErrorKind, number])[] = [
  ['bad-request', 400],
  ['unauthenticated', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['method-not-allowed', 405],
  ['conflict', 409],
  ['gone', 410],
  ['precondition-failed', 412],
  ['too-large', 413],
  ['unsupported-media', 415],
  ['unprocessable', 422],
  ['precondition-required', 428],
  ['too-many-requests', 429],
  ['unavailable', 503],
];

test.each(KINDS)('a failure of kind %s is a problem document with %i', async (kind, status) => {
  const options = { headers: { etag: '"goal.4"' }, retryAfter: 7, cause: new Error('table gymcoach-local-main') };
  const { send } = createTestApi({
    answer: () => {
      throw new AppError(kind, 'area.what', 'A sentence.', options);
    },
  });
  const answer = await send('GET', MINE);
  expect(answer.json).toEqual({
    type: 'urn:gymcoach:problem:area.what',
    title: expect.any(String),
    status,
    detail: 'A sentence.',
    instance: 'urn:gymcoach:request:gateway-request-1',
    code: 'area.what',
    traceId: 'gateway-request-1',
  });
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    ...SECURITY,
    etag: '"goal.4"',
    'retry-after': '7',
    'content-type': 'application/problem+json',
  });
});

test('a problem lists at most 20 refused places', async () => {
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x${index}`, 1])));
  const answer = await createTestApi().send('PATCH', MINE, { body, headers: MATCH });
  expect(answer.status).toBe(400);
  expect(answer.json['errors']).toHaveLength(20);
});

const circular: Record<string, unknown> = { secret: 'LEAK' };
circular['self'] = circular;

test.each<[string, unknown]>([
  ['an error', new Error('LEAK')],
  ['a string', 'LEAK'],
  ['null', null],
  ['undefined', undefined],
  ['a number', 0],
  ['false', false],
  ['a bigint', 1n],
  ['a symbol', Symbol('LEAK')],
  ['a function', () => 'LEAK'],
  ['a circular object', circular],
  [
    'a circular cause',
    (() => {
      const error = new Error('LEAK');
      error.cause = error;
      return error;
    })(),
  ],
  ['a message of 10 MB', new Error('LEAK'.repeat(2_500_000))],
  ['an AggregateError', new AggregateError([new Error('LEAK'), 'LEAK', new AggregateError([null])], 'LEAK')],
  ['an object without prototype', Object.create(null)],
  ['an error whose message is no text', Object.assign(new Error('x'), { message: 5 })],
  ['an error without a message', Object.assign(new Error('x'), { message: undefined })],
  ['an error without a stack', Object.assign(new Error('LEAK'), { stack: undefined })],
  [
    'an error of the HTTP kind',
    Object.assign(new Error('LEAK'), { statusCode: 418, expose: true, headers: { leak: 'LEAK' } }),
  ],
  [
    'an error of the AWS SDK',
    Object.assign(new Error('LEAK'), { $metadata: { httpStatusCode: 403 }, code: 'AccessDenied' }),
  ],
  ['a rejected promise', Promise.reject(new Error('LEAK'))],
])('%s that is thrown becomes a bare 500 with the request id and none of its text', async (_, thrown) => {
  const { send } = createTestApi({
    answer: () => {
      if (thrown instanceof Promise) return thrown;
      throw thrown;
    },
  });
  const answer = await send('GET', MINE);
  expect(answer.status).toBe(500);
  expect(answer.json).toMatchObject({
    status: 500,
    code: 'internal',
    instance: 'urn:gymcoach:request:gateway-request-1',
  });
  expect(`${answer.text}${JSON.stringify(answer.headers)}`).not.toContain('LEAK');
  expect(answer.headers).toMatchObject(SECURITY);
  expect(answer.lines).toHaveLength(1);
  expect(answer.lines[0]?.length).toBeLessThan(60_000);
  expect(JSON.parse(answer.lines[0] ?? '')).toMatchObject({ level: 'error', status: 500, code: 'internal', errors: 1 });
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a body that is no JSON', { status: 200, body: { n: 1n } }],
  ['a circular body', { status: 200, body: circular }],
])('a handler that answers %s is a 500', async (_, reply) => {
  expect((await createTestApi({ answer: () => reply }).send('GET', MINE)).status).toBe(500);
});

test.each(['HEAD', 'OPTIONS', 'TRACE', 'get', 'DELETE'])('%s is no route of its own', async (method) => {
  const answer = await createTestApi().send(method, MINE);
  expect([answer.status, answer.json['code']]).toEqual([404, 'route.not-found']);
});

test.each([
  '/v1/users/me/goals/',
  '/v1/users//goals',
  '/v1/users/me/goals/x',
  '/V1/users/me/goals',
  '/__proto__',
  '/constructor',
  '',
])('the path %j is no route', async (path) => {
  expect((await createTestApi().send('GET', path)).status).toBe(path === '' ? 500 : 404);
});

test('me in the path is the caller', async () => {
  const { send, seen } = createTestApi();
  expect((await send('GET', '/v1/users/me/goals')).status).toBe(200);
  expect(seen[0]).toMatchObject({ params: { userId: MEMBER }, scope: 'own', caller: { userId: MEMBER } });
});

test('a public route is called without a caller, even when a token is sent', async () => {
  const { send, seen } = createTestApi();
  await send('GET', '/about', { headers: { authorization: 'Bearer nobody' } });
  expect(seen[0]?.['caller']).toBeUndefined();
});

test('requests at the same time do not meet', async () => {
  const { send } = createTestApi({ answer: async ({ caller }) => ({ status: 200, body: caller }) });
  const names = ['member', 'admin', 'member', 'admin'];
  const answers = await Promise.all(
    names.map((name) =>
      send('GET', MINE, { headers: { authorization: `Bearer ${name}`, 'x-request-id': `request-${name}` } }),
    ),
  );
  expect(answers.map(({ headers }) => headers['x-request-id'])).toEqual(names.map((name) => `request-${name}`));
  expect(new Set(answers.map(({ json }) => json['userId'])).size).toBe(2);
});

test('an API whose routes need what it was not given does not start', () => {
  const endpoint = on(routes.read, async () => ({ status: 200 as const, body: {} }));
  expect(() => httpApi({ service: 'test', endpoints: [endpoint] })).toThrow('needs auth');
});

describe('endpoints that change something may be apart', () => {
  const read = on(routes.about, async () => ({ status: 200 as const, body: {} }));
  const event = (method: string) => httpEvent(method, method === 'GET' ? '/about' : MINE);
  const api = (changes: () => Promise<readonly Endpoint[]>) => httpApi({ service: 'test', endpoints: [read], changes });
  const lambda = {} as CallContext; // nothing of Lambda's is read

  test('no read asks for them', async () => {
    const serve = api(async () => {
      throw new Error('asked for');
    });
    expect(await serve(event('GET'), lambda)).toMatchObject({ statusCode: 200 });
  });

  test('they are asked for once, and again after they could not be loaded', async () => {
    let asked = 0;
    const serve = api(async () => {
      asked++;
      if (asked === 1) throw new Error('no such file');
      return [];
    });
    const statuses: unknown[] = [];
    for (const _ of [1, 2, 3]) statuses.push((await serve(event('PUT'), lambda)).statusCode);
    expect(statuses).toEqual([500, 404, 404]);
    expect(asked).toBe(2);
  });

  test('they too do not start without what they need', async () => {
    const write = on(routes.replace, async () => ({ status: 200 as const, body: {} }));
    const serve = api(async () => [write]);
    expect(await serve(event('PUT'), lambda)).toMatchObject({ statusCode: 500 });
  });
});

test('writes carry what their duties promise', async () => {
  const { send, seen } = createTestApi();
  await send('PUT', '/v1/users/me/goals', { headers: { ...KEY, ...MATCH }, body: '{"name":"a"}' });
  expect(seen[0]).toMatchObject({
    body: { name: 'a' },
    ifMatch: [{ id: 'goal', version: 3 }],
    once: { key: 'k'.repeat(16), path: MINE, made: undefined },
  });
});
