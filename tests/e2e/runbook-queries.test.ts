import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDynamoClient } from '@gymcoach/core/clients/dynamodb';
import { log as writeLog } from '@gymcoach/core/log';
import { afterPriming } from '@gymcoach/core/priming';
import { failure, startScriptedService } from '../../layers/core/clients/dynamodb/scripted-service.ts';
import { createRateLimiter } from '../../layers/core/limit/create-rate-limiter.ts';
import { createRateMeter } from '../../layers/core/limit/rate-meter.ts';
import { canaryLine } from '../../platform/domain/canary-line.ts';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { parseQuery } from '../../scripts/local/logs/parse-query.ts';
import { readLogFiles } from '../../scripts/local/logs/read-log-files.ts';
import { runQuery } from '../../scripts/local/logs/run-query.ts';
import type { Row } from '../../scripts/local/logs/value.ts';
import { openLogFiles } from '../../scripts/local/observe/log-files.ts';
import { readLine } from '../../scripts/local/observe/read-line.ts';
import { queries } from '../../scripts/monitoring/queries.ts';
import { catchLog } from '../support/catch-log.ts';
import { createHttpClient } from '../support/http-client.ts';
import { startPlatform } from '../support/start-platform.ts';
import {
  provokeLimiterFailure,
  provokePoison,
  provokeRefusals,
  provokeTableFailure,
  READS,
  requestIds,
  TOO_MANY,
} from './provoke-situations.ts';
import { runTask } from './run-task.ts';

jest.setTimeout(90_000);

type Fields = Readonly<Record<string, unknown>>;

const dataDir = mkdtempSync(join(tmpdir(), 'gymcoach-runbooks-'));
const logs = join(dataDir, 'logs');
const PROFILE = '/v1/users/{userId}/profile';
let lines: readonly Row[] = [];
let userId = { member: '', other: '', coach: '', admin: '' };

/** A local platform on which everything goes wrong that a runbook is about; then it ends, and its logs stay. */
beforeAll(async () => {
  const platform = await startPlatform({
    dataDir,
    env: { GYMCOACH_RATE_LIMITS: `read=${READS}/6000 write=120/60 sensitive=30/60` },
  });
  const client = async (user: string) => createHttpClient({ url: platform.url, token: await platform.token(user) });
  const id = (user: string): string => platform.userId(user);
  userId = { member: id('member'), other: id('other'), coach: id('coach'), admin: id('admin') };
  try {
    const [member, other, coach, admin] = [
      await client('member'),
      await client('other'),
      await client('coach'),
      await client('admin'),
    ];
    const clients = { member, other, coach, admin, nobody: createHttpClient({ url: platform.url }) };
    await provokeRefusals(clients, await platform.token('member'));
    await provokePoison(clients, platform);
    await until(() => rowsOf('put-aside-records').length > 0);
    await provokeLimiterFailure(clients, platform);
    await until(() => rowsOf('failed-batches').length > 0);
    await provokeTableFailure(clients, platform);
  } finally {
    await platform.stop();
  }
  await writeWhatHappensInLambdaOnly();
  lines = readLogFiles(logs);
}, 90_000);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Rows of a saved query over the logs as they are now, as plain objects. */
function rowsOf(name: string, from = readLogFiles(logs), options = {}): readonly Fields[] {
  const query = queries.find((one) => one.name === name)?.query ?? `there is no query ${name}`;
  const { columns, rows } = runQuery(parseQuery(query), from, options);
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row.get(column)])));
}

async function until(done: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !done() && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What the local platform has no occasion for, written by the code that writes it in AWS, and by the local log as it would. */
async function writeWhatHappensInLambdaOnly(): Promise<void> {
  const files = openLogFiles({ folder: logs });
  const now = Date.now();
  files.invoked({
    ...{ functionName: 'gymcoach-access-local-api', requestId: 'timed-out', outcome: 'timed-out' },
    ...{
      askedAt: now - 28_000,
      startedAt: now - 28_000,
      endedAt: now,
      memoryMegabytes: 256,
      usedMegabytes: 80,
      spans: [],
    },
  });
  const service = await startScriptedService();
  service.script(...Array.from({ length: 3 }, () => failure('ThrottlingException')));
  const { log } = await catchLog(async () => {
    const meter = createRateMeter({
      client: createDynamoClient({
        region: 'eu-west-1',
        endpoint: service.endpoint,
        credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
      }),
      table: 'ephemeral',
    });
    const policy = { quota: 10, window: 60 };
    const limiter = createRateLimiter({
      meter,
      now: Date.now,
      policies: { read: policy, write: policy, sensitive: policy },
    });
    await limiter.take('throttled', 'sensitive');
    process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] = 'on-demand';
    const cause = new Error('no keys');
    const then = afterPriming({}, { prime: () => Promise.reject(cause), rehearse: async () => undefined });
    await new Promise((resolve, reject) => then(resolve, reject));
    const steps = [{ name: 'sign in', ms: 1_200 }];
    for (const report of [
      { passed: false, ms: 1_200, steps, reason: 'no token' },
      { passed: true, ms: 800, steps },
    ]) {
      const { level, fields, metrics } = canaryLine(report);
      writeLog(level, 'canary', fields, { always: true, metrics });
    }
    delete process.env['AWS_LAMBDA_INITIALIZATION_TYPE'];
  });
  await service.stop();
  for (const text of log.trim().split('\n')) {
    files.wrote(readLine({ functionName: 'gymcoach-access-local-api', requestId: undefined, time: now, text }));
  }
  files.close();
}

/** For each saved query, what was provoked that it is to find, and nothing else. */
const expected: Readonly<Record<string, (rows: readonly Fields[]) => void>> = {
  'failed-requests': (rows) => {
    expect(rows.map(({ requestId, status, code }) => [requestId, status, code])).toEqual([
      [requestIds.unknown, 503, 'auth.grants-unavailable'],
      [requestIds.broken, 500, 'internal'],
      [requestIds.closed, 503, 'limit.unavailable'],
    ]);
    expect(rows[1]).toMatchObject({ route: '/health/ready', method: 'GET', 'error.name': 'ResourceNotFoundException' });
    expect(rows[0]).toMatchObject({ 'error.name': 'AppError', 'error.cause.message': expect.any(String) });
  },
  'errors-by-cause': (rows) => {
    expect(rows.map(({ code, failures, example }) => [code, failures, example]).toSorted()).toEqual([
      ['auth.grants-unavailable', 1, requestIds.unknown],
      ['internal', 1, requestIds.broken],
      ['limit.unavailable', 1, requestIds.closed],
    ]);
  },
  'slow-requests': (rows) => {
    const durations = rows.map(({ duration }) => Number(duration));
    expect(rows).toHaveLength(50);
    expect(durations).toEqual(durations.toSorted((one, other) => other - one));
    expect(durations[0]).toBe(Math.max(...requests().map((line) => Number(line.get('duration')))));
  },
  'durations-by-route': (rows) => {
    const row = rows.find(({ method, route }) => method === 'GET' && route === '/v1/users/{userId}/preferences');
    expect(row?.['requests']).toBe(1 + READS + TOO_MANY); // one of them is of the sample data
    expect(Number(row?.['p50'])).toBeLessThanOrEqual(Number(row?.['p99']));
  },
  'refusals-by-code': (rows) => {
    expect(rows.map(({ status, code, refusals }) => [status, code, refusals])).toEqual(
      expect.arrayContaining([
        [429, 'limit.rate', TOO_MANY],
        [401, 'auth.token-invalid', 2],
        [404, 'resource.not-found', 1],
      ]),
    );
  },
  'refused-tokens': (rows) => {
    expect(rows.map(({ reason, refusals, example }) => [reason, refusals, example]).toSorted()).toEqual([
      ['not one Bearer token of at most', 1, requestIds.refusedTokens[0]],
      ['the signature does not hold', 1, requestIds.refusedTokens[1]],
    ]);
  },
  'limited-callers': (rows) => expect(rows).toEqual([{ userId: userId.other, refusals: TOO_MANY, routes: 1 }]),
  'limiter-failures': (rows) => {
    expect(rows.map((row) => row['error.cause.name'])).toContain('ThrottlingException');
    expect(rows.map((row) => row['error.name'])).toContain('ResourceNotFoundException');
    expect(new Set(rows.map((row) => row['routeClass']))).toEqual(new Set(['read', 'sensitive']));
  },
  'busiest-callers': (rows) => {
    expect(rows[0]).toMatchObject({ userId: userId.other, requests: expect.any(Number) });
    expect(Number(rows[0]?.['requests'])).toBeGreaterThanOrEqual(READS + TOO_MANY);
    expect(rows.map((row) => row['userId'])).toEqual(expect.arrayContaining([userId.member, userId.coach]));
  },
  'units-by-route': (rows) => {
    const row = rows.find(({ method, route }) => method === 'PATCH' && route === PROFILE);
    expect(Number(row?.['writeUnits'])).toBeGreaterThanOrEqual(1);
    expect(Number(row?.['calls'])).toBeGreaterThanOrEqual(1);
  },
  'throttled-calls': (rows) => {
    expect(rows.map(({ message }) => message)).toEqual(['a rate limit could not be checked']);
  },
  'cold-starts': (rows) => {
    const named = rows.filter((row) => String(row['@log']).endsWith('gymcoach-user-profile-local-api'));
    expect(named.reduce((sum, { starts }) => sum + Number(starts), 0)).toBeGreaterThanOrEqual(1);
    expect(named[0]?.['longest']).toBeGreaterThan(0);
  },
  'cold-start-share': (rows) => {
    expect(rows.reduce((sum, row) => sum + Number(row['requests']), 0)).toBe(requests().length);
    expect(Number(rows[0]?.['percent'])).toBeGreaterThan(0);
  },
  'unprimed-starts': (rows) => expect(rows).toMatchObject([{ 'error.name': 'Error', 'error.message': 'no keys' }]),
  'memory-used': (rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const row of rows) expect(row).toMatchObject({ used: expect.any(Number), allotted: 256 });
  },
  'function-failures': (rows) => {
    expect(rows).toMatchObject([{ '@requestId': 'timed-out', '@duration': 28_000 }]);
    expect(rows[0]?.['@message']).toContain('Status: timeout');
  },
  batches: (rows) => {
    const sum = (name: string) => rows.reduce((total, row) => total + Number(row[name]), 0);
    expect({ poison: sum('poison'), numbered: sum('numbered') > 0, again: sum('again') > 0 }).toEqual({
      ...{ poison: 1, numbered: true, again: true },
    });
  },
  'failed-batches': (rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(1);
    expect(rows.at(-1)).toMatchObject({ again: 1, 'error.name': 'AppError', sequenceNumber: expect.anything() });
  },
  'put-aside-records': (rows) => {
    expect(rows).toMatchObject([{ 'error.message': expect.any(String), eventId: expect.anything() }]);
  },
  'canary-failures': (rows) => expect(rows).toMatchObject([{ failedAt: 'sign in', reason: 'no token' }]),
  'other-problems': (rows) => {
    expect(rows.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'a rate limit could not be checked',
        'a record cannot be processed and was put aside',
        'a container could not be primed',
      ]),
    );
  },
  'one-request': (rows) => expect(rows).toEqual([]), // of nobody: see below
};

const requests = (): readonly Row[] => lines.filter((line) => line.get('message') === 'request');

test('there is a situation for each saved query', () => {
  expect(Object.keys(expected).toSorted()).toEqual(queries.map(({ name }) => name).toSorted());
});

test.each(queries)('$name finds what was provoked', ({ name }) => {
  expected[name]?.(rowsOf(name, lines));
});

test.each(queries)('$name does not depend on how a comparison with an absent field ends', ({ name }) => {
  expect(rowsOf(name, lines, { absentIs: 'unequal' })).toEqual(rowsOf(name, lines));
});

test('no line has more fields than Logs Insights discovers', () => {
  expect(Math.max(...lines.map(({ size }) => size))).toBeLessThan(100);
});

/** Rows of the query over the gateway's access log that a runbook shows. */
function gatewayRows(runbook: string): readonly Fields[] {
  const page = readFileSync(join(repositoryRoot, 'docs/operations/runbooks', `${runbook}.md`), 'utf8');
  const [, query = ''] = /^```logs-insights gateway\n([^`]*?)\n```$/m.exec(page) ?? [];
  const ofGateway = lines.filter((line) => String(line.get('@log')).includes('/aws/http-api/'));
  return runQuery(parseQuery(query), ofGateway).rows.map((row) => Object.fromEntries(row));
}

test('the access log tells whose tokens were refused, and what was answered with 5xx', () => {
  expect(gatewayRows('auth-failures')).toEqual([{ ip: '127.0.0.1', refusals: 2 }]);
  expect(
    gatewayRows('gateway-5xx')
      .map(({ route, status, failures }) => [route, status, failures])
      .toSorted(),
  ).toEqual([
    ['GET /health/ready', '500', 1],
    ['GET /v1/users/{userId}/changes', '503', 1],
    ['POST /v1/admin/roles', '503', 1],
  ]);
});

test('the first page for the pager tells of each field of a line', () => {
  const page = readFileSync(join(repositoryRoot, 'docs/operations/README.md'), 'utf8');
  const told = page
    .split('\n')
    .flatMap((row) => (/^\| (`\w+`(?:, `\w+`)*) \|/.exec(row)?.[1] ?? '').match(/\w+/g) ?? []);
  const written = lines
    .filter((line) => ['request', 'batch'].includes(String(line.get('message'))))
    .flatMap((line) => Object.keys(JSON.parse(String(line.get('@message'))) as object));
  const missing = new Set(written).difference(new Set([...told, 'message', 'time', '_aws']));
  expect([...missing]).toEqual([]);
});

test('the command finds one request by its id, and says what it has found', async () => {
  const ask = (...args: readonly string[]) =>
    runTask(['run', '--silent', 'logs', '--', ...args], { GYMCOACH_DATA_DIR: dataDir });
  const found = await ask('--query', 'one-request', '--id', requestIds.broken, '--json');
  const rows = JSON.parse(found.stdout) as readonly Fields[]; // as the command writes it
  expect(rows.map((row) => JSON.parse(String(row['@message'])))).toMatchObject([
    { requestId: requestIds.broken, status: 500 },
  ]);
  const table = await ask('--query', 'limited-callers');
  expect(table.stdout).toContain(`${userId.other}  ${TOO_MANY}`);
});
