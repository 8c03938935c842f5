import { mkdtempSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readCors } from './gateway/cors.ts';
import { createFunctionPool, type FunctionPool } from './gateway/function-pool.ts';
import { readRoutes } from './gateway/route-table.ts';
import { createGateway, type GatewayObserver } from './gateway.ts';

const SOURCE = `
let calls = 0;
exports.handler = async (event, context) => {
  calls += 1;
  const act = event.headers['x-act'];
  if (act === 'throw') throw new Error('thrown on purpose');
  if (act === 'hang') return new Promise(() => {});
  if (act === 'spin') for (;;);
  if (act === 'exit') process.exit(7);
  if (act === 'crash') { setTimeout(() => { throw new Error('crashed on purpose'); }, 0); return new Promise(() => {}); }
  if (act === 'slow') await new Promise((done) => setTimeout(done, 60));
  const answer = { calls, event, name: process.env.NAME, home: process.env.HOME ?? null, trace: process.env._X_AMZN_TRACE_ID,
    left: context.getRemainingTimeInMillis(), requestId: context.awsRequestId };
  return { statusCode: 200, headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*', ETag: '"1"' },
    cookies: ['a=1'], body: JSON.stringify(answer) };
};`;

const ZIPPED = gzipSync('{"a":1}').toString('base64');
const COMPRESSED = `exports.handler = async () => ({ statusCode: 200, isBase64Encoded: true, body: '${ZIPPED}',
  headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } });`;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
const reports: string[] = [];
const pools: FunctionPool[] = [];
let server: Server;
let port: number;

function poolOf(name: string, source: string): FunctionPool {
  const file = join(folder, `${name}.cjs`);
  writeFileSync(file, source);
  const pool = createFunctionPool({
    file,
    export: 'handler',
    functionName: name,
    memoryMegabytes: 256,
    timeoutSeconds: 0.4,
    environment: { NAME: name },
    report: (message) => reports.push(message),
  });
  pools.push(pool);
  return pool;
}

const routesOf = (pool: FunctionPool, ...httpApi: readonly unknown[]): ReturnType<typeof readRoutes<FunctionPool>> => {
  const events = httpApi.map((event) => ({ httpApi: event }));
  return readRoutes(
    { name: 'f', handler: 'f.handler', timeoutSeconds: 1, memoryMegabytes: 128, environment: {}, events },
    pool,
  );
};

beforeAll(async () => {
  const routes = [
    ...routesOf(poolOf('api', SOURCE), 'GET /users/{userId}', 'POST /users', {
      method: 'GET',
      path: '/inside',
      authorizer: { type: 'aws_iam' },
    }),
    ...routesOf(poolOf('broken', 'throw new Error("does not load");'), 'GET /broken'),
    ...routesOf(poolOf('nameless', 'exports.other = 1;'), 'GET /nameless'),
    ...routesOf(poolOf('zipped', COMPRESSED), 'GET /zipped'),
    ...routesOf(
      poolOf('system', `exports.handler = async ({ routeKey }) => ({ statusCode: 404, body: routeKey });`),
      '*',
    ),
  ];
  const cors = readCors({
    allowedOrigins: ['https://app.example'],
    allowedMethods: ['GET'],
    exposedResponseHeaders: ['ETag'],
  });
  server = createGateway(() => ({ routes, cors }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo); // it listens on a port
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await Promise.all(pools.map((pool) => pool.retire()));
});

beforeEach(() => {
  reports.length = 0;
});

function send(path: string, options: RequestOptions = {}, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest({ host: '127.0.0.1', port, path, agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
/** @param _begun an answer of which a part may be on its way */
const failAfter = (_begun?: unknown): Promise<void> => Promise.reject(new Error('does not build'));
const act = (name: string): Promise<Answer> => send('/users/7', { headers: { 'x-act': name } });

test('hands the event to the function of the route and its answer to the client', async () => {
  const { status, headers, text } = await send('/users/a%20b?x=1&x=%202');
  const { event, name, home, trace, left, requestId } = JSON.parse(text);
  expect(status).toBe(200);
  expect(event).toMatchObject({ routeKey: 'GET /users/{userId}', rawPath: '/users/a b', rawQueryString: 'x=1&x=%202' });
  expect(event.pathParameters).toEqual({ userId: 'a b' });
  expect(headers).toMatchObject({
    etag: '"1"',
    'set-cookie': ['a=1'],
    'apigw-requestid': event.requestContext.requestId,
  });
  expect({ name, home, requestId }).toEqual({ name: 'api', home: null, requestId: event.requestContext.requestId });
  expect(trace).toBe(event.headers['x-amzn-trace-id']);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(400);
});

test('keeps a container warm and gives it one request at a time', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => act('slow')));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const calls = answers.map(({ text }) => JSON.parse(text).calls as number); // what the fixture answers
  expect(Math.max(...calls)).toBeGreaterThan(1);
});

test('sends what no route takes to $default', async () => {
  expect(await send('/users', { method: 'PUT' })).toMatchObject({ status: 404, text: '$default' });
});

test('answers HEAD without a body', async () => {
  expect(await send('/nowhere', { method: 'HEAD' })).toMatchObject({ status: 404, text: '' });
});

test.each([
  ['throw', 500, 'Internal Server Error', 'thrown on purpose'],
  ['exit', 500, 'Internal Server Error', 'code 7'],
  ['crash', 500, 'Internal Server Error', 'crashed on purpose'],
  ['hang', 503, 'Service Unavailable', 'timed out'],
  ['spin', 503, 'Service Unavailable', 'timed out'],
])('survives a handler that does this: %s', async (name, status, message, report) => {
  expect(await act(name)).toMatchObject({ status, text: JSON.stringify({ message }) });
  expect(reports.join()).toContain(report);
  expect((await send('/users/7')).status).toBe(200);
});

test.each([
  ['/broken', 'does not load'],
  ['/nameless', 'has no export "handler"'],
])('answers 500 and says once why %s cannot be loaded', async (path, report) => {
  expect((await send(path)).status).toBe(500);
  expect((await send(path)).status).toBe(500);
  expect(reports).toHaveLength(1);
  expect(reports.join()).toContain(report);
});

test('refuses an unsigned caller where IAM is asked for', async () => {
  expect(await send('/inside')).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
  const authorization = 'AWS4-HMAC-SHA256 Credential=local';
  expect((await send('/inside', { headers: { authorization } })).status).toBe(200);
});

test('refuses a body above 10 MB, whether its length is announced or not', async () => {
  const body = Buffer.alloc(10 * 1024 * 1024 + 1);
  const tooLarge = { status: 413, text: '{"message":"Request Entity Too Large"}' };
  expect(await send('/users', { method: 'POST', headers: { 'content-length': body.length } }, body)).toMatchObject(
    tooLarge,
  );
  expect(await send('/users', { method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, body)).toMatchObject(
    tooLarge,
  );
});

test('H2 refuses headers above 10,240 bytes, in the shape of the gateway', async () => {
  const refused = await send('/users/7', { headers: { 'x-long': 'x'.repeat(10_300) } });
  expect(refused).toMatchObject({ status: 431, text: '{"message":"Request Header Fields Too Large"}' });
  const many = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`x-${index}`, 'x'.repeat(120)]));
  expect((await send('/users/7', { headers: many })).status).toBe(431);
  expect((await send(`/users/7?${'x'.repeat(10_300)}`)).status).toBe(431);
  expect((await send('/users/7', { headers: { 'x-long': 'x'.repeat(9_900) } })).status).toBe(200);
});

test('refuses a path that is no text', async () => {
  expect((await send('/users/%ff')).status).toBe(400);
});

test('answers a preflight itself', async () => {
  const headers = { origin: 'https://app.example', 'access-control-request-method': 'GET' };
  const { status, headers: answered, text } = await send('/users/7', { method: 'OPTIONS', headers });
  expect({ status, text }).toEqual({ status: 204, text: '' });
  expect(answered['access-control-allow-origin']).toBe('https://app.example');
});

test('hands on what a function has compressed, byte for byte', async () => {
  const { status, headers, text } = await send('/zipped', { headers: { 'accept-encoding': 'gzip' } });
  expect({ status, coding: headers['content-encoding'], type: headers['content-type'] }).toEqual({
    status: 200,
    coding: 'gzip',
    type: 'application/json',
  });
  expect(headers['content-length']).toBe(String(Buffer.from(ZIPPED, 'base64').length));
  expect(text).toBe(Buffer.from(ZIPPED, 'base64').toString());
});

test.each<[string, Partial<GatewayObserver>, unknown]>([
  ['before it answers', {}, { status: 500, text: '{"message":"Internal Server Error"}' }],
  ['within its answer', { serve: async (_request, response) => failAfter(response.writeHead(200)) }, 'cut off'],
])('a page of its own that fails %s ends the answer, and not the gateway', async (_when, how, outcome) => {
  const serve = async () => failAfter();
  const watched = createGateway(() => ({ routes: [], cors: undefined }), { answered: () => {}, serve, ...how });
  await new Promise<void>((resolve) => watched.listen(0, '127.0.0.1', resolve));
  const { port: own } = watched.address() as AddressInfo; // it listens on a port
  try {
    expect(await send('/_local', { port: own }).catch(() => 'cut off')).toEqual(
      typeof outcome === 'string' ? outcome : expect.objectContaining(outcome),
    );
    expect((await send('/nowhere', { port: own })).status).toBe(404);
  } finally {
    watched.closeAllConnections();
    watched.close();
  }
});

test('replaces the CORS headers of a function by its own', async () => {
  const allowed = await send('/users/7', { headers: { origin: 'https://app.example' } });
  expect(allowed.headers['access-control-allow-origin']).toBe('https://app.example');
  expect(allowed.headers['access-control-expose-headers']).toBe('etag');
  const refused = await send('/users/7', { headers: { origin: 'https://evil.example' } });
  expect(refused.headers['access-control-allow-origin']).toBeUndefined();
});
