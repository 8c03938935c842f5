import { AppError, type ErrorKind } from '@gymcoach/core/errors';
import { createTestApi, KEY, MATCH, MINE } from '../test-api.ts';

const HEADERS = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-request-id': 'gateway-request-1',
  vary: expect.stringMatching(/\borigin, accept-encoding$|\borigin$/),
};
const body = '{"name":"a"}';
const fails = (error: unknown) =>
  createTestApi({
    answer: () => {
      throw error;
    },
  });
const answers = (reply: unknown) => createTestApi({ answer: () => reply });
const failure = (kind: ErrorKind) => new AppError(kind, 'area.what', 'A sentence.');

describe('H16 security headers', () => {
  test.each<[number, string, () => Promise<Awaited<ReturnType<ReturnType<typeof createTestApi>['send']>>>]>([
    [200, 'private, no-cache', () => createTestApi().send('GET', MINE)],
    [201, 'no-store', () => answers({ status: 201, body: {} }).send('POST', MINE, { body, headers: KEY })],
    [204, 'no-store', () => answers({ status: 204 }).send('PATCH', MINE, { body, headers: MATCH })],
    [302, 'private, no-cache', () => answers({ status: 302, headers: { location: '/x' } }).send('GET', MINE)],
    [304, 'private, no-cache', () => createTestApi().send('GET', MINE, { headers: { 'if-none-match': '"goal.3"' } })],
    [400, 'no-store', () => createTestApi().send('GET', `${MINE}?x=1`)],
    [401, 'no-store', () => createTestApi().send('GET', MINE, { headers: { authorization: undefined } })],
    [404, 'no-store', () => createTestApi().send('GET', '/nowhere')],
    [405, 'no-store', () => fails(failure('method-not-allowed')).send('GET', MINE)],
    [413, 'no-store', () => createTestApi().send('PATCH', MINE, { body: 'x'.repeat(300_000) })],
    [415, 'no-store', () => createTestApi().send('PATCH', MINE, { body, headers: { 'content-type': 'x/y' } })],
    [428, 'no-store', () => createTestApi().send('PATCH', MINE, { body })],
    [429, 'no-store', () => fails(failure('too-many-requests')).send('GET', MINE)],
    [500, 'no-store', () => fails(new Error('x')).send('GET', MINE)],
    [500, 'no-store', () => answers({ status: 200, body: 'x'.repeat(6_000_000) }).send('GET', MINE)],
    [503, 'no-store', () => fails(failure('unavailable')).send('GET', MINE)],
  ])('are on a %i, and it is kept as %s', async (status, caching, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ ...HEADERS, 'cache-control': caching });
    expect(answer.names).toHaveLength(new Set(answer.names.map((name) => name.toLowerCase())).size);
    expect(answer.names.join()).not.toMatch(/powered|server|access-control/i);
  });
});

const hostile = (): object =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      ['statusCode', 'message', 'stack', 'name', 'code', 'cause', 'kind', 'toString', 'headers', 'issues'].map(
        (name) => [
          name,
          {
            get() {
              throw new Error('LEAK');
            },
          },
        ],
      ),
    ),
  );
const trap = (): never => {
  throw new Error('LEAK');
};
const traps = { get: trap, has: trap, getPrototypeOf: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, set: trap };
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const circular = new Error('LEAK');
circular.cause = { circular, again: [circular] };

describe('H17 whatever is thrown', () => {
  test.each<[string, unknown]>([
    ['an object whose fields throw', hostile()],
    ['an error whose fields throw', Object.setPrototypeOf(hostile(), Error.prototype)],
    ['a Proxy whose every trap throws', new Proxy({}, traps)],
    ['a Proxy of an error', new Proxy(new Error('LEAK'), {})],
    ['a revoked Proxy', revoked.proxy],
    ['null', null],
    ['undefined', undefined],
    ['a text', 'LEAK'],
    ['a symbol', Symbol('LEAK')],
    ['a circular error', circular],
    ['a frozen error', Object.freeze(new Error('LEAK'))],
    ['an error of 10 MB', new Error('LEAK'.repeat(2_600_000))],
    ['an error of 10 MB of lines', new Error('\n\u2028\u001b[31mLEAK'.repeat(600_000))],
    ['an AggregateError', new AggregateError([new Error('LEAK'), null, hostile(), 'LEAK'], 'LEAK')],
    ['an AggregateError that holds itself', Object.assign(new AggregateError([], 'LEAK'), { errors: [circular] })],
    [
      'an error of the SDK',
      Object.assign(new Error('LEAK arn:aws:dynamodb:x'), {
        name: 'AccessDeniedException',
        $fault: 'client',
        $metadata: { httpStatusCode: 400, requestId: 'LEAK' },
      }),
    ],
    ['an error with the status of another', Object.assign(new Error('LEAK'), { statusCode: 415, expose: true })],
    ['an error with the status of a text', Object.assign(new Error('LEAK'), { statusCode: '500', body: 'LEAK' })],
    ['an error called like ours', Object.assign(new Error('LEAK'), { name: 'AppError', kind: 'forbidden', code: 'x' })],
  ])('%s is answered without a word of it', async (name, thrown) => {
    const { status, json, text, headers, lines } = await fails(thrown).send('GET', MINE);
    const expected = name.includes('status of another') ? 415 : 500;
    expect(status).toBe(expected);
    expect(json).toMatchObject({ status: expected, instance: 'urn:gymcoach:request:gateway-request-1' });
    expect(`${text}${JSON.stringify(headers)}`).not.toContain('LEAK');
    expect(headers).toMatchObject(HEADERS);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.length).toBeLessThan(60_000);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ status: expected, requestId: 'gateway-request-1' });
  });
});

describe('H18 a log line', () => {
  test.each([
    'a\r\n{"level":"info","message":"forged"}',
    '\u001b[2J\u001b[31m',
    'a\u2028b\u2029c',
    'a\u0085b\u000b\u000c',
    '\u0000\u0008\u007f',
    '"}\n{"status":200',
  ])('is one, whatever a failure says: %j', async (evil) => {
    const { lines } = await fails(new Error(evil, { cause: new Error(evil) })).send('GET', MINE, {
      headers: { 'x-request-id': evil, traceparent: evil, 'user-agent': evil },
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{[^\u0000-\u001f\u2028\u2029]*\}\n$/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', error: { message: evil } });
  });
});

describe('H21 Retry-After', () => {
  test.each(['too-many-requests', 'unavailable'] as const)(
    'is on a failure of kind %s that forgot it',
    async (kind) => {
      expect((await fails(failure(kind)).send('GET', MINE)).headers['retry-after']).toBe('1');
    },
  );

  test('is what the failure says where it does', async () => {
    const error = new AppError('too-many-requests', 'area.what', 'A sentence.', { retryAfter: 30 });
    expect((await fails(error).send('GET', MINE)).headers['retry-after']).toBe('30');
    expect((await createTestApi().send('GET', MINE, { headers: { authorization: 'Bearer keyless' } })).headers).toEqual(
      expect.objectContaining({ 'retry-after': '1' }),
    );
  });

  test.each(['bad-request', 'not-found', 'conflict'] as const)('is not on a failure of kind %s', async (kind) => {
    expect((await fails(failure(kind)).send('GET', MINE)).headers['retry-after']).toBeUndefined();
  });
});
