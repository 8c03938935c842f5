import { createTestApi, KEY, MATCH, MEMBER, MINE } from './test-api.ts';

const PLANS = `/v1/users/${MEMBER}/plans`;
const errorsOf = async (method: string, target: string, body?: string) => {
  const answer = await createTestApi().send(method, target, {
    headers: { ...KEY, ...MATCH },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, code: answer.json['code'], errors: answer.json['errors'] };
};

test('names every refused place of the body, and repeats nothing of it', async () => {
  const body = '{"name":"","tags":["ok",5,"0123456789"],"a/b~c":1}';
  expect(await errorsOf('POST', MINE, body)).toEqual({
    status: 400,
    code: 'validation.failed',
    errors: expect.arrayContaining([
      { in: 'body', pointer: '/name', code: 'validation.length', message: expect.any(String), params: { limit: 1 } },
      {
        in: 'body',
        pointer: '/tags/1',
        code: 'validation.type',
        message: expect.any(String),
        params: { type: 'string' },
      },
      { in: 'body', pointer: '/tags/2', code: 'validation.length', message: expect.any(String), params: { limit: 9 } },
      { in: 'body', pointer: '/a~1b~0c', code: 'validation.unknown-field', message: 'is not a known field' },
    ]),
  });
});

test('names path, query and body in one answer', async () => {
  const { errors } = await errorsOf('POST', `${MINE}?x=1`, '{}');
  expect(errors).toEqual([
    expect.objectContaining({ in: 'query', pointer: '/x', code: 'validation.unknown-field' }),
    expect.objectContaining({ in: 'body', pointer: '/name', code: 'validation.required' }),
  ]);
});

test('has a code of its own for a request with unknown fields only', async () => {
  expect(await errorsOf('POST', MINE, '{"name":"a","nmae":"b"}')).toMatchObject({
    status: 400,
    code: 'validation.unknown-field',
  });
});

test.each(['userId', 'ownerId', 'role', 'version', 'createdAt', 'PK'])(
  'refuses the protected field %s',
  async (field) => {
    const refusal = await errorsOf('POST', MINE, JSON.stringify({ name: 'a', [field]: 'x' }));
    expect(refusal).toMatchObject({
      status: 400,
      code: 'validation.protected-field',
      errors: [{ in: 'body', pointer: `/${field}` }],
    });
  },
);

test('a name of 10 kB is cut in the answer', async () => {
  const answer = await errorsOf('POST', MINE, JSON.stringify({ name: 'a', ['x'.repeat(10_000)]: 1 }));
  expect(JSON.stringify(answer).length).toBeLessThan(400);
});

describe('the query', () => {
  test.each([
    ['?limit=1&limit=2', '/limit', 'validation.duplicate'],
    ['?state=open&state=open', '/state', 'validation.duplicate'],
    ['?Limit=1', '/Limit', 'validation.unknown-field'],
    ['?limit=0', '/limit', 'validation.out-of-range'],
    ['?limit=101', '/limit', 'validation.out-of-range'],
    ['?limit=Infinity', '/limit', expect.stringMatching(/^validation\./)],
    ['?limit=', '/limit', 'validation.type'],
    ['?limit=1.5', '/limit', 'validation.type'],
    ['?state=any', '/state', 'validation.not-allowed'],
    ['?__proto__=x', '/__proto__', 'validation.unknown-field'],
    ['?constructor=x', '/constructor', 'validation.unknown-field'],
    ['?=x', '/', 'validation.unknown-field'],
    [`?cursor=${'x'.repeat(1025)}`, '/cursor', 'validation.length'],
  ])('%s is refused', async (query, pointer, code) => {
    const { status, errors } = await errorsOf('GET', PLANS + query);
    expect(status).toBe(400);
    expect(errors).toContainEqual(expect.objectContaining({ in: 'query', pointer, code }));
  });

  test.each(['?x=1', '?__proto__=1', '?toString', '?limit=5'])(
    'of a route without one may not be %s',
    async (query) => {
      expect((await errorsOf('GET', MINE + query)).code).toBe('validation.unknown-field');
    },
  );

  test.each(['?', '', '?limit=5', '?limit=100&state=done', '?%6Cimit=5'])('may be %j', async (query) => {
    expect((await errorsOf('GET', PLANS + query)).status).toBe(200);
  });
});

test.each([
  ' ',
  'short',
  'k'.repeat(15),
  'k'.repeat(129),
  `${'k'.repeat(15)} `,
  `k k${'k'.repeat(16)}`,
  `é${'k'.repeat(16)}`,
  `\u007f${'k'.repeat(16)}`,
])('the idempotency key %j is malformed', async (key) => {
  const answer = await createTestApi().send('POST', MINE, {
    body: '{"name":"a"}',
    headers: { 'idempotency-key': key },
  });
  expect([answer.status, answer.json['code']]).toEqual([400, 'idempotency.key-required']);
});

test.each(['k'.repeat(16), 'k'.repeat(128), '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~'])(
  'the idempotency key %j is taken',
  async (key) => {
    const { send, seen } = createTestApi();
    expect((await send('POST', MINE, { body: '{"name":"a"}', headers: { 'idempotency-key': key } })).status).toBe(200);
    expect(seen[0]).toMatchObject({ once: { key, path: MINE } });
  },
);

describe('the request id', () => {
  const idOf = async (headers: Readonly<Record<string, string>>) => {
    const answer = await createTestApi().send('GET', '/nowhere', { headers });
    return [answer.headers['x-request-id'], answer.json['instance'], answer.json['traceId']];
  };

  test.each(['abcdefgh', '6f1d1f3e-0b7a-4c2e-9d55-0a4f1c7e2b11', 'A_b-9'.repeat(12)])(
    'is the caller’s where well-formed: %s',
    async (id) => {
      expect(await idOf({ 'x-request-id': id })).toEqual([id, `urn:gymcoach:request:${id}`, id]);
    },
  );

  test.each(['short', 'x'.repeat(65), 'with space', 'a\r\nset-cookie: x', '{"injected":1}', 'ünïcödé-id'])(
    'is the gateway’s in place of %j',
    async (id) => {
      expect((await idOf({ 'x-request-id': id }))[0]).toBe('gateway-request-1');
    },
  );

  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  test('is followed by the trace of traceparent', async () => {
    expect((await idOf({ traceparent: `00-${trace}-00f067aa0ba902b7-01` }))[2]).toBe(trace);
  });

  test.each([
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `ff-${trace}-00f067aa0ba902b7-01`,
    `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${trace}-01`,
    'x',
  ])('is the trace in place of the malformed traceparent %s', async (traceparent) => {
    expect((await idOf({ traceparent }))[2]).toBe('gateway-request-1');
  });
});
