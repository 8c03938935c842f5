import { createRateLimiter } from '@gymcoach/core/limit';
import { memoryMeter } from '../../tests/reliability/rate-limit/memory-meter.ts';
import { createTestApi, MEMBER, MINE, NOW, OTHER } from './test-api.ts';

const policies = {
  read: { quota: 3, window: 6 },
  write: { quota: 2, window: 60 },
  sensitive: { quota: 1, window: 60 },
};
const START = `/v1/users/${MEMBER}/exports`;
const POST = { headers: { 'idempotency-key': 'k'.repeat(16) }, body: '{"name":"a"}' };

function setUp() {
  const meter = memoryMeter();
  const limiter = createRateLimiter({ policies, meter, now: () => NOW, reported: () => 1 });
  return { meter, ...createTestApi({ limiter }) };
}

test('each answer to a known caller says how they stand', async () => {
  const { send } = setUp();
  const first = await send('GET', MINE);
  expect(first.headers).toMatchObject({ 'ratelimit-policy': '"read";q=3;w=6', ratelimit: '"read";r=2;t=2' });
  const refused = await send('GET', `/v1/users/${OTHER}/goals`);
  expect([refused.status, refused.headers['ratelimit']]).toEqual([404, '"read";r=1;t=2']);
  const invalid = await send('GET', `${MINE}?no=1`);
  expect([invalid.status, invalid.headers['ratelimit']]).toEqual([400, '"read";r=0;t=2']);
});

test('one request too many is a problem document that says when to come again', async () => {
  const { send, seen } = setUp();
  for (let request = 0; request < 3; request += 1) await send('GET', MINE);
  const { status, headers, json, lines } = await send('GET', MINE);
  expect(status).toBe(429);
  expect(headers).toMatchObject({
    'content-type': 'application/problem+json',
    'retry-after': '2',
    'ratelimit-policy': '"read";q=3;w=6',
    ratelimit: '"read";r=0;t=2',
  });
  expect(json).toMatchObject({ type: 'urn:gymcoach:problem:limit.rate', status: 429, code: 'limit.rate' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    status: 429,
    userId: MEMBER,
    code: 'limit.rate',
    limiterErrors: 0,
  });
  expect(seen).toHaveLength(3);
});

test('reads, writes and what is declared sensitive count apart, and so do callers', async () => {
  const { send, meter } = setUp();
  await send('GET', MINE);
  await send('POST', MINE, POST);
  await send('POST', START);
  await send('GET', MINE, { headers: { authorization: 'Bearer other' } });
  expect(meter.charges.map(({ principal, routeClass }) => [principal, routeClass])).toEqual([
    [MEMBER, 'read'],
    [MEMBER, 'write'],
    [MEMBER, 'sensitive'],
    [OTHER, 'read'],
  ]);
});

test('a public route counts nothing and says nothing', async () => {
  const { send, meter } = setUp();
  const { status, headers } = await send('GET', '/about');
  expect([status, headers['ratelimit'], headers['ratelimit-policy']]).toEqual([200, undefined, undefined]);
  expect(meter.charges).toEqual([]);
});

test('an invalid token is refused before the limit, and the limit before the decision', async () => {
  const { send, meter } = setUp();
  const unsigned = await send('GET', MINE, { headers: { authorization: undefined } });
  expect([unsigned.status, unsigned.headers['ratelimit']]).toEqual([401, undefined]);
  expect(meter.charges).toEqual([]);
  for (let request = 0; request < 3; request += 1) await send('GET', MINE);
  expect((await send('GET', `/v1/users/${OTHER}/goals`)).status).toBe(429);
});

test('grants are not read for a request that is too many', async () => {
  const read: string[] = [];
  const limiter = createRateLimiter({ policies, meter: memoryMeter(), now: () => NOW });
  const { send } = createTestApi({ limiter, accounts: (id) => void read.push(id) });
  await send('POST', START);
  read.length = 0;
  expect((await send('POST', START)).status).toBe(429);
  expect(read).toEqual([]);
});

describe('while the limiter fails', () => {
  test.each([
    ['a read', 'GET', MINE, {}, 200],
    ['a write', 'POST', MINE, POST, 200],
  ] as const)('%s is served, and the failure counted', async (_, method, target, sent, status) => {
    const { send, meter } = setUp();
    meter.fails = true;
    const answer = await send(method, target, sent);
    expect(answer.status).toBe(status);
    expect(answer.headers['ratelimit-policy']).toEqual(expect.any(String));
    expect(answer.headers['ratelimit']).toBeUndefined();
    const [failure = '', line = ''] = answer.lines;
    expect(failure).toContain('a rate limit could not be checked');
    expect(JSON.parse(line)).toMatchObject({ status, limiterErrors: 1 });
    expect(line).toContain('{"Name":"limiterErrors","Unit":"Count"}');
  });

  test('a sensitive request is not served', async () => {
    const { send, meter, seen } = setUp();
    meter.fails = true;
    const { status, headers, json, lines } = await send('POST', START);
    expect([status, json['code'], headers['retry-after']]).toEqual([503, 'limit.unavailable', '1']);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ status: 503, limiterErrors: 1 });
    expect(seen).toEqual([]);
  });
});
