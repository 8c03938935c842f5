import type { ServerResponse } from 'node:http';
import type { CallContext, HttpHandler } from '@gymcoach/middleware/http/call';
import { claims, signToken } from '../../layers/core/auth/test-pool.ts';
import {
  answer,
  failure,
  resetInBody,
  type Step,
  silence,
} from '../../layers/core/clients/dynamodb/scripted-service.ts';
import { catchLog } from '../support/catch-log.ts';
import { type CorruptingService, startCorruptingService } from '../support/corrupting-service.ts';
import { CLIENT_KINDS } from '../support/dynamo-clients.ts';
import { REAL_TIMERS } from '../support/fake-date.ts';
import { type FunctionEnvironment, startFunctionEnvironment } from '../support/function-environment.ts';
import { httpEvent } from '../support/http-event.ts';

jest.setTimeout(60_000);

const PROFILE = '/v1/users/me/profile';
const SKEW_MS = 600_000;
let environment: FunctionEnvironment;
let engine = '';
let service: CorruptingService;
let token = '';

beforeAll(async () => {
  environment = await startFunctionEnvironment();
  engine = process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
  // Issued long enough ago for a clock that is slow by as much as ours.
  token = signToken(environment.key, claims({}, Math.floor(Date.now() / 1_000) - 1_200));
});
afterAll(() => environment?.stop());

/** The whole text of an answer as it goes over the wire, and the end of the connection. */
const raw =
  (text: string): Step =>
  (_response, request) =>
    request.socket.end(text);
const head = (...headers: readonly string[]): string => `HTTP/1.1 200 OK\r\n${headers.join('\r\n')}\r\n\r\n`;
const item = '{"Item":{"PK":{"S":"somebody else"}}}';

/** Each begins like an answer, or ends like one. What it says must not be believed. */
const CORRUPT: readonly (readonly [string, Step])[] = [
  ['broken off by a reset', resetInBody],
  ['closed before its length', raw(`${head('content-length: 1000')}${item}`)],
  ['longer than its length', raw(`${head(`content-length: ${item.length - 2}`)}${item}`)],
  ['cut off between chunks', raw(`${head('transfer-encoding: chunked')}${item.length.toString(16)}\r\n${item}\r\n`)],
  ['cut off within a chunk', raw(`${head('transfer-encoding: chunked')}ff\r\n${item}`)],
  ['of chunks without sizes', raw(`${head('transfer-encoding: chunked')}many\r\n${item}\r\n`)],
  ['no HTTP', raw('SSH-2.0-OpenSSH_9.9\r\n')],
  ['half its JSON', answer(200, '{"Item":{"PK"')],
  ['a list', answer(200, '[]')],
  ['a page of a proxy', answer(200, '<html>hello</html>')],
  ['a proxy’s 502', answer(502, '<html>bad gateway</html>')],
  ['empty', answer(200, '')],
  ['altered after its checksum', answer(200, item, { 'x-amz-crc32': '12345' })],
];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Name and message of an error in a log line, then those of its causes. */
const chain = (error: unknown): readonly string[] =>
  isRecord(error) ? [`${error['name']}: ${error['message']}`, ...chain(error['cause'])] : [];

describe.each(CLIENT_KINDS)('a function on the client "%s"', (kind) => {
  let handler: HttpHandler;

  beforeEach(async () => {
    service = await startCorruptingService(engine);
    Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: service.url, DYNAMODB_CLIENT: kind });
    await startContainer();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await service.stop();
  });

  /** With a new client, and nothing cached. */
  async function startContainer(): Promise<void> {
    jest.resetModules();
    ({ handler } = await import('../../services/user-profile-service/handlers/api.ts'));
    // What a request would load later: Jest writes its cache through the function that `catchLog` takes over.
    await import('@gymcoach/core/clients/dynamodb-sdk');
    await import('@gymcoach/core/limit');
  }

  /** One request, its answer and its one log line. */
  async function ask(method = 'GET', body?: string, timeLeft = 30_000) {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const event = httpEvent(method, PROFILE, { headers, ...(body ? { body } : {}) });
    const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => timeLeft } as CallContext; // no more is read
    const { result, log } = await catchLog(() => handler(event, context));
    const lines: unknown[] = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [line, ...others] = lines.filter((one) => isRecord(one) && one['message'] === 'request');
    expect({ lines: lines.length, others }).toEqual({ lines: 1, others: [] });
    return {
      status: result.statusCode,
      retryAfter: result.headers?.['retry-after'],
      body: JSON.parse(result.body ?? ''),
      causes: chain(isRecord(line) ? line['error'] : undefined),
    };
  }
  /** From here on the container knows the pool's keys and the caller's grants: what fails is the read of the item. */
  const warmUp = async (): Promise<void> => {
    await ask('PUT', '{"displayName":"Ada"}');
    expect(await ask()).toMatchObject({ status: 200, body: { displayName: 'Ada' } });
  };
  const unavailable = { status: 503, retryAfter: '1', body: { code: 'dependency.unavailable' } };
  const bare = { status: 500, retryAfter: undefined, body: { code: 'internal', title: 'Internal error' } };

  test.each(CORRUPT)('takes no answer that is %s for one: 503, and 200 when the next is whole', async (_, step) => {
    await warmUp();
    service.corrupt(step);
    const refused = await ask();
    expect(refused).toMatchObject(unavailable);
    expect(refused.causes.length).toBeGreaterThan(1);
    expect(service.calls).toBe(3);
    service.corrupt(step, 1);
    expect(await ask()).toMatchObject({ status: 200, body: { displayName: 'Ada' } });
  });

  test('lets nobody in on grants whose answer cannot be believed', async () => {
    for (const [how, step] of CORRUPT) {
      await startContainer();
      service.corrupt(step);
      const { status, retryAfter, body } = await ask();
      expect({ how, status, retryAfter, code: body.code }).toEqual({
        how,
        status: 503,
        retryAfter: '1',
        code: 'auth.grants-unavailable',
      });
    }
  });

  test('without credentials lets nobody in, then is a bare 500, and its log says which variables are missing', async () => {
    const { AWS_ACCESS_KEY_ID } = process.env;
    delete process.env['AWS_ACCESS_KEY_ID'];
    try {
      const cold = await ask();
      expect(cold).toMatchObject({ status: 503, body: { code: 'auth.grants-unavailable' } });
      expect(cold.causes.at(-1)).toContain('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set');
      Object.assign(process.env, { AWS_ACCESS_KEY_ID });
      await warmUp();
      delete process.env['AWS_ACCESS_KEY_ID'];
      const refused = await ask();
      expect(refused).toMatchObject(bare);
      expect(JSON.stringify(refused.body)).not.toContain('AWS');
      expect(refused.causes).toEqual([
        'Error: No AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set',
      ]);
    } finally {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID });
    }
  });

  test('with nobody at the endpoint is 503, and its log says so', async () => {
    await warmUp();
    await service.stop();
    const refused = await ask();
    expect(refused).toMatchObject(unavailable);
    expect(refused.causes.join()).toContain('ECONNREFUSED');
  });

  test.each([
    ['fast', SKEW_MS],
    ['slow', -SKEW_MS],
  ])('whose clock is ten minutes %s signs once more with the time of the server', async (_, skew) => {
    jest.useFakeTimers({ now: Date.now() + skew, doNotFake: REAL_TIMERS });
    await startContainer();
    let refusals = 0;
    service.corrupt((response, request) => {
      const now = performance.timeOrigin + performance.now();
      if (Math.abs(stampOf(request.headers['x-amz-date']) - now) < 300_000) return answer(200, '{}')(response, request);
      refusals += 1;
      outOfTime(now)(response, request);
    });
    expect(await ask()).toMatchObject({ status: 404 }); // nothing stored, but read
    const first = refusals;
    expect(first).toBeGreaterThanOrEqual(1);
    expect(await ask()).toMatchObject({ status: 404 });
    expect(refusals).toBe(first);
  });

  test('that is told again that its time is wrong stops there: a bare 500', async () => {
    await warmUp();
    service.corrupt((response, request) => outOfTime(Date.now() - SKEW_MS * service.calls)(response, request));
    const refused = await ask();
    expect(refused).toMatchObject(bare);
    expect(refused.causes[0]).toContain('InvalidSignatureException: ');
    expect(service.calls).toBe(2);
  });

  test.each<[string, Step]>([
    ['says nothing', silence],
    ['stops in the middle', answer(200, '{"Item":', { 'content-length': 1_000 })],
    ['never comes to an end', drip],
  ])('ends at its deadline when the service %s', async (_, step) => {
    await warmUp();
    service.corrupt(step);
    const begun = performance.now();
    expect(await ask('GET', undefined, 900)).toMatchObject({ ...unavailable, body: { code: 'deadline.exceeded' } });
    expect(performance.now() - begun).toBeLessThan(900);
  });
});

/** `20261117T093000Z`, in milliseconds since 1970. */
const stampOf = (stamp: unknown): number =>
  Date.parse(String(stamp).replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));

const outOfTime = (now: number): Step =>
  failure('InvalidSignatureException', { message: 'Signature expired' }, 400, { date: new Date(now).toUTCString() });

/** A byte now and then, so that no time-out of silence sees it. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 1_000 });
  const timer = setInterval(() => response.write(' '), 50);
  response.once('close', () => clearInterval(timer));
}
