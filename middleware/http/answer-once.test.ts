import { AppError, unavailable } from '@gymcoach/core/errors';
import { createTestApi, KEY, MINE } from './test-api.ts';

const BODY = '{"name":"a"}';
const post = (api: ReturnType<typeof createTestApi>, body = BODY, headers: Readonly<Record<string, string>> = {}) =>
  api.send('POST', MINE, { body, headers: { ...KEY, ...headers } });

test('a repeat is given status, body and headers of the first answer, and is told so', async () => {
  let made = 0;
  const api = createTestApi({
    answer: () => ({
      status: 201,
      version: { id: 'goal', number: 1 },
      headers: { location: `/goals/${++made}` },
      body: { made },
    }),
  });
  const first = await post(api);
  const again = await post(api, '{ "name" : "a" }', { 'x-request-id': 'another-request' });
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  expect(again.headers).toMatchObject({
    ...first.headers,
    'idempotency-replayed': 'true',
    'x-request-id': 'another-request',
  });
  expect([again.status, again.text]).toEqual([201, first.text]);
  expect(api.seen).toHaveLength(1);
});

test('a refusal by the handler is an answer, too', async () => {
  let open = false;
  const api = createTestApi({
    answer: () => {
      if (open) return { status: 201, body: {} };
      throw new AppError('conflict', 'conflict.exists', 'It exists already.');
    },
  });
  const first = await post(api);
  open = true;
  const again = await post(api);
  expect([again.status, again.text, again.headers['content-type']]).toEqual([
    409,
    first.text,
    'application/problem+json',
  ]);
  expect(again.headers['idempotency-replayed']).toBe('true');
});

test.each([
  ['a failure of ours', 500, new Error('bug')],
  ['a dependency that is away', 503, unavailable('dependency.unavailable', 'Away.', new Error('x'))],
  ['too many requests', 429, new AppError('too-many-requests', 'limit.rate', 'Slow down.', { retryAfter: 1 })],
  ['a refusal that other rights would lift', 403, new AppError('forbidden', 'authz.permission-missing', 'No.')],
])('nothing is remembered of %s', async (_, status, failure) => {
  const failures = [failure];
  const api = createTestApi({
    answer: () => {
      const next = failures.pop();
      if (next !== undefined) throw next;
      return { status: 201, body: {} };
    },
  });
  expect((await post(api)).status).toBe(status);
  const again = await post(api);
  expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, undefined]);
});

test('nothing is remembered of a request that is refused before its key counts', async () => {
  const api = createTestApi();
  expect((await post(api, '{"name":1}')).status).toBe(400);
  expect((await post(api, '{')).status).toBe(400);
  expect((await post(api)).status).toBe(200);
});

test('the same key with another body is refused with 422', async () => {
  const api = createTestApi();
  await post(api);
  const other = await post(api, '{"name":"b"}');
  expect([other.status, other.json['code']]).toEqual([422, 'idempotency.key-reused']);
  expect(api.seen).toHaveLength(1);
});

test('while the first is carried out, a repeat is told to wait', async () => {
  const gate = Promise.withResolvers<void>();
  const api = createTestApi({
    answer: async () => {
      await gate.promise;
      return { status: 201, body: {} };
    },
  });
  const first = post(api);
  while (api.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const again = await post(api);
  expect([again.status, again.json['code'], again.headers['retry-after']]).toEqual([
    409,
    'idempotency.in-progress',
    '1',
  ]);
  gate.resolve();
  expect((await first).status).toBe(201);
  expect((await post(api)).headers['idempotency-replayed']).toBe('true');
});

test('two people with the same key never meet', async () => {
  const api = createTestApi({ answer: (call) => ({ status: 201, body: { caller: call['caller'] } }) });
  const mine = await post(api);
  const theirs = await api.send('POST', '/v1/users/me/goals', {
    body: BODY,
    headers: { ...KEY, authorization: 'Bearer other' },
  });
  expect(theirs.headers['idempotency-replayed']).toBeUndefined();
  expect(theirs.text).not.toBe(mine.text);
});

test('an answer that cannot be stored is given all the same', async () => {
  const api = createTestApi({ rememberAnswers: false });
  const answer = await post(api);
  expect(answer.status).toBe(200);
  expect(answer.lines.join('')).toContain('an answer could not be remembered');
});
