import { monotonic } from '@gymcoach/core/monotonic';
import { callSignal, requestScope } from '@gymcoach/core/request-scope';
import { createTestApi, MEMBER, MINE } from './test-api.ts';

const RESERVE_MS = 500;

test('a handler that hangs is answered before the time is up: a problem document, all headers, a log line', async () => {
  const { send } = createTestApi({ answer: () => new Promise(() => {}) });
  const started = performance.now();
  const answer = await send('GET', MINE, { remainingMs: RESERVE_MS + 30 });
  expect(performance.now() - started).toBeLessThan(RESERVE_MS);
  expect(answer.status).toBe(503);
  expect(answer.json).toMatchObject({ code: 'deadline.exceeded', status: 503, traceId: 'gateway-request-1' });
  expect(answer.headers).toMatchObject({
    'retry-after': '1',
    'content-type': 'application/problem+json',
    'x-request-id': 'gateway-request-1',
    'x-content-type-options': 'nosniff',
  });
  expect(answer.lines).toHaveLength(1);
  expect(JSON.parse(answer.lines[0] ?? '')).toMatchObject({
    route: '/v1/users/{userId}/goals',
    status: 503,
    code: 'deadline.exceeded',
    userId: MEMBER,
  });
});

test('what a handler left open ends with its answer', async () => {
  let signal: AbortSignal | undefined;
  const { send } = createTestApi({
    answer: () => {
      signal = callSignal();
      return { status: 200, body: { aborted: signal?.aborted } };
    },
  });
  expect((await send('GET', MINE)).json).toEqual({ aborted: false });
  expect(signal?.aborted).toBe(true);
});

test.each<[string, number | undefined, number]>([
  ['27.5 s where nobody says', undefined, 27_500],
  ['what Lambda says less the reserve', 10_000, 9_500],
])('a request has %s', async (_, remainingMs, expected) => {
  const { send } = createTestApi({ answer: () => ({ status: 200, body: { endsAt: requestScope()?.endsAt } }) });
  const before = monotonic();
  const sent = remainingMs === undefined ? {} : { remainingMs };
  const left = Number((await send('GET', MINE, sent)).json['endsAt']) - before;
  expect(left).toBeGreaterThanOrEqual(expected);
  expect(left).toBeLessThan(expected + 1_000);
});

test('the scope knows the caller once the token is verified, and nobody on a public route', async () => {
  const { send } = createTestApi({
    answer: () => ({ status: 200, body: { by: requestScope()?.callerId ?? 'nobody' } }),
  });
  expect((await send('GET', MINE)).json).toEqual({ by: MEMBER });
  expect((await send('GET', '/about')).json).toEqual({ by: 'nobody' });
});
