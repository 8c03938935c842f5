import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CLIENT,
  createTestKey,
  jwksText,
  MEMBER,
  POOL,
  signToken,
  startServer,
  type TestServer,
} from '../../layers/core/auth/test-pool.ts';
import { availableEngines, createTables, type DynamoEngine, startDynamoEngine } from '../support/dynamodb-engines.ts';
import { HIGH_RATE_LIMITS } from '../support/high-rate-limits.ts';
import { expectDescribed } from '../support/openapi-response.ts';
import { packageStack } from '../support/package-stack.ts';
import { startTraceDaemon, type TraceDaemon } from '../support/trace-daemon.ts';
import { type GatewayRequest, gatewayEvent } from './parts/gateway-event.ts';
import { type LambdaAnswer, type LambdaProcess, startLambda } from './parts/lambda-process.ts';
import { unzip } from './parts/unzip.ts';

const TABLES = { main: 'packaged-main', ephemeral: 'packaged-ephemeral', audit: 'packaged-audit' };
const PROFILE = '/v1/users/{userId}/profile';
const TRACE = '1-67891233-abcdef012345678912345678';
const me = { userId: 'me' };

/** Costs that a warm read must not have paid: see what each is in docs/decisions. */
const NOT_ON_THE_HOT_PATH = /clients\/(s3|dynamodb-sdk)|xray|@aws-sdk|@smithy|typebox|ajv/;

const key = createTestKey('packaged');
const token = signToken(key);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gymcoach-packaged-')));
const running: LambdaProcess[] = [];
let keys: TestServer | undefined;
let engine: DynamoEngine | undefined;
let traces: TraceDaemon;
let profiles: LambdaProcess;
let sampled: LambdaProcess;
let profilesBySdk: LambdaProcess;
let system: LambdaProcess;
let environment: Readonly<Record<string, string>>;
let files: Record<'api' | 'system' | 'layer', readonly string[]>;

beforeAll(async () => {
  const [kind] = availableEngines();
  if (kind === undefined) throw new Error('no DynamoDB engine: install dynoxide (an optional dependency) or Java');
  const [started, server] = await Promise.all([
    startDynamoEngine(kind),
    startServer((_request, response) => response.end(jwksText(key))),
    unpackAll(),
  ]);
  engine = started;
  keys = server;
  await createTables(engine.endpoint, TABLES);
  environment = {
    STAGE: 'dev',
    LOG_LEVEL: 'info',
    MAIN_TABLE: TABLES.main,
    EPHEMERAL_TABLE: TABLES.ephemeral,
    AUDIT_TABLE: TABLES.audit,
    RATE_LIMITS: HIGH_RATE_LIMITS,
    MEDIA_BUCKET: 'packaged-media',
    USER_POOL_ID: POOL,
    USER_POOL_CLIENT_ID: CLIENT,
    JWKS_URI: keys.url,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  profiles = start('api', 'handlers/api.handler');
  traces = await startTraceDaemon();
  sampled = start('api', 'handlers/api.handler', {
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_XRAY_DAEMON_ADDRESS: traces.address,
    _X_AMZN_TRACE_ID: `Root=${TRACE};Parent=53995c3f42cd8ad8;Sampled=1`,
  });
  profilesBySdk = start('api', 'handlers/api.handler', { DYNAMODB_CLIENT: 'sdk' });
  system = start('system', 'platform/handlers/system.handler');
}, 150_000);

afterAll(async () => {
  await Promise.all([...running.map((lambda) => lambda.stop()), engine?.stop(), keys?.stop(), traces?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

test('archives hold the bundle, the layer under nodejs/node_modules, and nothing of the sources', () => {
  expect(files.api).toContain('handlers/api.cjs');
  for (const file of files.api) expect(file).toMatch(/^handlers\/api(\.[a-z-]+)?\.cjs$/);
  expect(files.system).toEqual(expect.arrayContaining(['platform/handlers/system.cjs', 'docs/openapi.json']));
  for (const file of files.layer)
    expect(file).toMatch(/^nodejs\/node_modules\/@gymcoach\/core\/(package\.json|[a-z0-9/.-]+\.c?js)$/);
});

test('a packaged service refuses a call without a token and serves one with it', async () => {
  const refused = await call(profiles, { routeKey: `GET ${PROFILE}`, params: me });
  expect(refused.statusCode).toBe(401);
  expect(JSON.parse(refused.body ?? '')).toMatchObject({ status: 401, code: 'auth.token-invalid' });

  const body = { displayName: 'Ada' };
  expect((await call(profiles, { routeKey: `PUT ${PROFILE}`, params: me, token, body })).statusCode).toBe(201);
  const read = await call(profiles, { routeKey: `GET ${PROFILE}`, params: me, token });
  expect(read.statusCode).toBe(200);
  expect(JSON.parse(read.body ?? '')).toMatchObject({ userId: MEMBER, displayName: 'Ada', version: 1 });
});

test('until then it has loaded nothing that a read does not need', async () => {
  const { files: loaded, builtin } = await profiles.loaded();
  expect(loaded.filter((file) => !file.startsWith(folder))).toEqual([]);
  expect(loaded.filter((file) => NOT_ON_THE_HOT_PATH.test(file))).toEqual([]);
  expect(builtin).toContain('http'); // the list is one of names like this
  expect(builtin.filter((name) => ['https', 'tls', 'internal/tls/secure-context'].includes(name))).toEqual([]);
});

test('a sampled first request sends its trace itself, and the second by Powertools, which says the same', async () => {
  const read = () => call(sampled, { routeKey: `GET ${PROFILE}`, params: me, token });
  const said = () =>
    traces.documents().map(({ name, aws, trace_id }) => ({ name, operation: aws?.['operation'], trace_id }));
  expect((await read()).statusCode).toBe(200);
  const first = await sampled.loaded();
  expect(first.files.filter((file) => /xray|powertools/.test(file))).toEqual([]);
  expect(first.builtin).toContain('dgram');
  const ours = said();
  expect(ours).toContainEqual({ name: 'DynamoDB', operation: 'GetItem', trace_id: TRACE });

  expect((await read()).statusCode).toBe(200);
  expect((await sampled.loaded()).files.some((file) => /core\/xray\.js$/.test(file))).toBe(true);
  while (said().length === ours.length) await sleep(5); // Powertools sends after the answer
  const theirs = said().slice(ours.length);
  for (const one of theirs) expect(ours).toContainEqual(one);
});

test('a container that was made ready beforehand waits for no keys with its first request', async () => {
  let fetched = 0;
  const own = await startServer((_request, response) => {
    fetched += 1;
    response.end(jwksText(key));
  });
  const primed = start('api', 'handlers/api.handler', {
    AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency',
    JWKS_URI: own.url,
  });
  await primed.load();
  expect(fetched).toBe(1);
  await own.stop();
  expect((await call(primed, { routeKey: `GET ${PROFILE}`, params: me, token })).statusCode).toBe(200);
  expect(primed.output().match(/"message":"request"/g)).toHaveLength(1);
});

test('a container that cannot be primed says so and serves, or tells what is missing', async () => {
  const lonely = start('api', 'handlers/api.handler', {
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
  });
  await lonely.load();
  expect(lonely.output()).toContain('a container could not be primed');
  expect((await call(lonely, { routeKey: `GET ${PROFILE}`, params: me, token })).statusCode).toBe(503);
});

test('a packaged service whose stage chose the AWS SDK serves the same journey through it', async () => {
  const lambda = profilesBySdk;
  const first = await call(lambda, { routeKey: `GET ${PROFILE}`, params: me, token });
  expect(JSON.parse(first.body ?? '')).toMatchObject({ userId: MEMBER, displayName: 'Ada', version: 1 });
  const headers = { 'if-match': String(first.headers['etag']) };
  const change = { routeKey: `PATCH ${PROFILE}`, params: me, token, headers, body: { displayName: 'Ada L.' } };
  expect((await call(lambda, change)).statusCode).toBe(200);
  expect((await call(lambda, change)).statusCode).toBe(412);
  const injury = {
    routeKey: 'POST /v1/users/{userId}/injuries',
    params: me,
    token,
    headers: { 'idempotency-key': 'packaged-injury-by-sdk' },
    body: { bodyPart: 'knee', side: 'left', severity: 'mild', since: '2026-01-31' },
  };
  const recorded = await call(lambda, injury);
  expect(recorded.statusCode).toBe(201);
  expect((await call(lambda, injury)).body).toBe(recorded.body);
  const list = await call(lambda, { routeKey: 'GET /v1/users/{userId}/injuries', params: me, token });
  expect(JSON.parse(list.body ?? '').items).toEqual([JSON.parse(recorded.body ?? '')]);
  expect((await lambda.loaded()).files.some((file) => /clients\/dynamodb-sdk\.c?js$/.test(file))).toBe(true);
});

test('of its own text a read has loaded 30 kB', async () => {
  const reader = start('api', 'handlers/api.handler');
  expect((await call(reader, { routeKey: `GET ${PROFILE}`, params: me, token })).statusCode).toBe(200);
  const own = (await reader.loaded()).files.filter((file) => file.startsWith(join(folder, 'api')));
  expect(own).toHaveLength(1);
  expect(own.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(30 * 1024);
});

test('a packaged service finds the S3 client of the layer when a route needs it', async () => {
  const started = await call(profiles, {
    routeKey: 'POST /v1/users/{userId}/avatar-uploads',
    params: me,
    token,
    headers: { 'idempotency-key': 'packaged-avatar-upload' },
    body: { contentType: 'image/png' },
  });
  if (started.statusCode !== 201) throw new Error(profiles.output());
  expect((await profiles.loaded()).files.some((file) => /clients\/s3\.c?js$/.test(file))).toBe(true);
});

test('the packaged platform answers its routes and knows those of every service', async () => {
  expect((await call(system, { routeKey: 'GET /health/live' })).statusCode).toBe(200);
  expect((await call(system, { routeKey: 'GET /health/ready' })).statusCode).toBe(200);
  expect((await call(system, { routeKey: 'GET /openapi.json' })).statusCode).toBe(200);
  expect((await call(system, { routeKey: 'GET /docs' })).statusCode).toBe(200);
  for (const asset of ['swagger-ui-bundle.js', 'swagger-ui.css', 'start.js']) {
    const answer = await call(system, { routeKey: 'GET /docs/{asset}', params: { asset } });
    expect({ asset, status: answer.statusCode }).toEqual({ asset, status: 200 });
  }
  expect((await call(system, { routeKey: '$default' })).statusCode).toBe(404);
});

function start(name: string, handler: string, more: Readonly<Record<string, string>> = {}): LambdaProcess {
  const task = { folder, taskRoot: join(folder, name), opt: join(folder, 'opt') };
  const lambda = startLambda({ ...task, handler, environment: { ...environment, ...more } });
  running.push(lambda);
  return lambda;
}

/** Calls it as the gateway does, and checks the answer against the description. */
async function call(lambda: LambdaProcess, request: GatewayRequest): Promise<LambdaAnswer> {
  const event = gatewayEvent(request);
  const answer = await lambda.invoke(event);
  const { rawPath, requestContext } = event as { rawPath: string; requestContext: { http: { method: string } } }; // as made
  expectDescribed(requestContext.http.method, rawPath, answer.statusCode, answer.headers, answer.body);
  return answer;
}

async function unpackAll(): Promise<void> {
  const [service, platform] = await Promise.all([
    packageStack('services/user-profile-service', 'dev'),
    packageStack('.', 'dev'),
  ]);
  try {
    files = {
      api: unzip(join(service.folder, 'api.zip'), join(folder, 'api')),
      system: unzip(join(platform.folder, 'system.zip'), join(folder, 'system')),
      layer: unzip(join(platform.folder, 'core.zip'), join(folder, 'opt')),
    };
  } finally {
    service.remove();
    platform.remove();
  }
}
