import { createTestApi, KEY, MATCH, MEMBER, MINE } from './test-api.ts';

beforeAll(() => {
  process.env['STAGE'] = 'test';
});
afterAll(() => {
  delete process.env['STAGE'];
});

const lineOf = (lines: readonly string[]): Readonly<Record<string, unknown>> => {
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{[^\n]*\}\n$/);
  return JSON.parse(lines[0] ?? '');
};

test('a request is one line of JSON that CloudWatch reads as metrics', async () => {
  const { lines } = await createTestApi().send('GET', MINE);
  const line = lineOf(lines);
  expect(line).toMatchObject({
    level: 'info',
    message: 'request',
    service: 'test',
    requestId: 'gateway-request-1',
    lambdaRequestId: 'lambda-request-1',
    version: '7',
    method: 'GET',
    route: '/v1/users/{userId}/goals',
    status: 200,
    errors: 0,
    userId: MEMBER,
    awsCalls: 0,
    readUnits: 0,
    writeUnits: 0,
    memoryUsedMb: expect.any(Number),
  });
  const { Timestamp, CloudWatchMetrics } = line['_aws'] as {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
  expect(Timestamp).toEqual(expect.any(Number));
  for (const { Namespace, Dimensions, Metrics } of CloudWatchMetrics) {
    expect(Namespace).toBe('GymCoach');
    for (const { Name } of Metrics) expect(line[Name]).toEqual(expect.any(Number));
    for (const name of Dimensions.flat()) expect(line[name]).toEqual(expect.any(String));
  }
});

test.each<[string, string, string, object, number]>([
  ['a refusal', 'GET', MINE, { headers: { authorization: 'Bearer SECRET-token' } }, 401],
  ['no route', 'GET', '/v1/SECRET', {}, 404],
  ['a query', 'GET', `${MINE}?email=SECRET@x.org`, {}, 400],
  ['a malformed body', 'PATCH', MINE, { headers: MATCH, body: '{"name":"SECRET"' }, 400],
  ['a refused body', 'PATCH', MINE, { headers: MATCH, body: '{"name":"SECRET-SECRET","SECRET":"a@SECRET.org"}' }, 400],
  ['a malformed key', 'PUT', MINE, { headers: { ...MATCH, 'idempotency-key': 'SECRET' }, body: '{"name":"a"}' }, 400],
  [
    'a good body',
    'PUT',
    MINE,
    { headers: { ...MATCH, ...KEY, 'user-agent': 'SECRET', cookie: 'SECRET' }, body: '{"name":"SECRET"}' },
    200,
  ],
  ['a cursor', 'GET', `/v1/users/${MEMBER}/plans?cursor=SECRET`, {}, 400],
])('nothing of %s is in the line', async (_, method, target, sent, status) => {
  const answer = await createTestApi().send(method, target, sent);
  expect(answer.status).toBe(status);
  expect(lineOf(answer.lines)).toMatchObject({ status });
  expect(answer.lines.join('')).not.toContain('SECRET');
});

test('the first request of a container, and no other, is a cold start', async () => {
  const lines: unknown[] = [];
  await jest.isolateModulesAsync(async () => {
    const { createTestApi: fresh } = await import('./test-api.ts');
    const { send } = fresh();
    lines.push(
      lineOf((await send('GET', MINE)).lines)['coldStart'],
      lineOf((await send('GET', MINE)).lines)['coldStart'],
    );
  });
  expect(lines).toEqual([1, 0]);
});

test('a failure of ours is told with its causes', async () => {
  const { send } = createTestApi({
    answer: () => {
      throw new Error('outer', { cause: new TypeError('inner') });
    },
  });
  expect(lineOf((await send('GET', MINE)).lines)).toMatchObject({
    level: 'error',
    errors: 1,
    error: {
      name: 'Error',
      message: 'outer',
      stack: expect.stringContaining('test.ts'),
      cause: { name: 'TypeError', message: 'inner' },
    },
  });
});
