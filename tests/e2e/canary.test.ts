import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { handlerModule } from '../../scripts/build/function-bundler.ts';
import { type FunctionDefinition, readFunctions, readStacks, type Stack } from '../../scripts/build/read-stack.ts';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { createFunctionPool, type FunctionPool } from '../../scripts/local/gateway/function-pool.ts';
import { localNames } from '../../scripts/local/local-names.ts';
import { ensureCanaryUser } from '../../scripts/operate/ensure-canary-user.ts';
import { catchLog } from '../support/catch-log.ts';
import { type ReleaseStandIn, startReleaseStandIn } from '../support/release-stand-in.ts';
import { runTask } from './run-task.ts';
import { usePlatform } from './use-platform.ts';

jest.setTimeout(60_000);

const using = usePlatform();
const environment = { ...process.env };
const pools = new Map<string, FunctionPool>();
const parameters: Record<string, string> = {};
const broken = new Set<string>();
let aws: ReleaseStandIn;
let front: Server;
let canary: typeof import('../../platform/handlers/canary.ts');
let releaseCheck: typeof import('../../platform/handlers/release-check.ts');

/** `7` is the version as it is built; `8` cannot be loaded. */
async function invoke(functionName: string, version: string, event: unknown): Promise<unknown> {
  const pool = pools.get(functionName);
  if (pool === undefined || version === '8') throw new Error(`${functionName}:${version} cannot be loaded`);
  const answer = await pool.invoke(event, 'request-1');
  if (answer.outcome !== 'ok') throw new Error(answer.outcome);
  return answer.result === undefined ? null : JSON.parse(answer.result);
}

const deployment = (functionName: string, version = '7') => ({ functionName, version });
const deployments = {
  'd-profile': deployment('gymcoach-user-profile-local-api'),
  'd-access': deployment('gymcoach-access-local-api'),
  'd-feed': deployment('gymcoach-change-feed-local-api'),
  'd-worker': deployment('gymcoach-change-feed-local-number-changes'),
  'd-system': deployment('gymcoach-platform-local-system'),
  'd-broken': deployment('gymcoach-user-profile-local-api', '8'),
};

beforeAll(async () => {
  const { ports, url } = using.platform;
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  aws = await startReleaseStandIn({ parameters, deployments, invoke });
  front = await startFront(url);
  const { port } = front.address() as AddressInfo; // it listens on TCP
  const env = {
    GYMCOACH_API_URL: at(port),
    GYMCOACH_DYNAMODB_URL: at(ports.dynamodb),
    GYMCOACH_COGNITO_URL: at(ports.cognito),
    GYMCOACH_S3_URL: at(ports.s3),
    GYMCOACH_SQS_URL: at(ports.sqs),
    GYMCOACH_SSM_URL: aws.endpoint,
    GYMCOACH_LAMBDA_URL: aws.endpoint,
    GYMCOACH_CODEDEPLOY_URL: aws.endpoint,
  };
  const stacks = readStacks({ env: { ...process.env, ...env } });
  for (const stack of stacks) {
    for (const definition of readFunctions(stack)) {
      pools.set(`${stack.name}-local-${definition.name}`, openPool(stack, definition));
    }
  }
  const own = stacks.flatMap(readFunctions).find(({ name }) => name === 'canary');
  Object.assign(process.env, own?.environment);
  canary = await import('../../platform/handlers/canary.ts');
  releaseCheck = await import('../../platform/handlers/release-check.ts');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const cognito = new CognitoIdentityProviderClient({ endpoint: at(ports.cognito), region: 'eu-west-1', credentials });
  parameters['/gymcoach/local/canary'] = JSON.stringify(await ensureCanaryUser(cognito, localNames.userPoolId));
  cognito.destroy();
});
afterAll(async () => {
  process.env = environment;
  front?.closeAllConnections();
  front?.close();
  await Promise.all([aws?.stop(), ...[...pools.values()].map((pool) => pool.retire())]);
});
afterEach(() => broken.clear());

function openPool(stack: Stack, definition: FunctionDefinition): FunctionPool {
  return createFunctionPool({
    file: join(repositoryRoot, '.build', stack.name, `${handlerModule(definition.handler)}.cjs`),
    export: 'handler',
    functionName: definition.name,
    memoryMegabytes: definition.memoryMegabytes,
    timeoutSeconds: definition.timeoutSeconds,
    environment: { ...definition.environment, LAMBDA_TASK_ROOT: stack.folder },
    maxWorkers: 1,
    report: () => {},
  });
}

/** The API, but for what is broken. */
async function startFront(url: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (broken.has(request.url ?? '')) return void response.writeHead(500).end('{"code":"internal"}');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const { method = 'GET' } = request;
    const sent = { method, headers: headers as Record<string, string>, ...(body === '' ? {} : { body }) }; // none is set twice
    const answer = await fetch(`${url}${request.url}`, sent);
    const { 'content-encoding': ____, 'content-length': _____, ...kept } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, kept).end(await answer.text());
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  return server;
}

type Line = Readonly<Record<string, unknown>>;

async function lineOf(run: () => Promise<unknown>): Promise<Line> {
  const { log } = await catchLog(run);
  expect(log.trim().split('\n')).toHaveLength(1);
  expect(log).not.toMatch(/canary@|eyJ|aA1/);
  return JSON.parse(log);
}
const runCanary = (left = 30_000) =>
  lineOf(() => canary.handler({}, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => left }));
const check = (id: string) =>
  lineOf(() =>
    releaseCheck.handler(
      { DeploymentId: id, LifecycleEventHookExecutionId: `hook-of-${id}` },
      { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 },
    ),
  );

test('the canary walks through the API and writes one line with the metrics of its alarm', async () => {
  const line = await runCanary();
  expect(line).toMatchObject({ level: 'info', message: 'canary', service: 'canary', canaryRuns: 1, canaryFailed: 0 });
  expect(line['canaryDuration']).toBeGreaterThan(0);
  expect(line['_aws']).toMatchObject({
    CloudWatchMetrics: [
      {
        Namespace: 'GymCoach',
        Dimensions: [['stage', 'service']],
        Metrics: [{ Name: 'canaryRuns' }, { Name: 'canaryFailed' }, { Name: 'canaryDuration' }],
      },
    ],
  });
});

test('its packed function does so, too', async () => {
  const asked = aws.asked.length;
  const answer = await pools.get('gymcoach-platform-local-canary')?.invoke({}, 'request-2');
  expect([answer?.outcome, aws.asked.slice(asked)]).toEqual(['ok', ['SSM GetParameter']]);
});

test.each([
  ['/health/live', 'live'],
  ['/v1/users/me/preferences', 'change of preferences'],
  ['/v1/users/me/changes?limit=1', 'own changes'],
])('with %s broken it fails and says where', async (path, failedAt) => {
  broken.add(path);
  expect(await runCanary()).toMatchObject({
    level: 'error',
    canaryFailed: 1,
    failedAt,
    reason: 'answered 500 internal instead of 200',
  });
});

test('with its time nearly up it still writes its line, and says where it was', async () => {
  expect(await runCanary(2_000)).toMatchObject({ canaryRuns: 1, canaryFailed: 1, reason: 'the time is up' });
});

test('the canary leaves no row in the audit trail', async () => {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${using.platform.ports.dynamodb}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const rows = async () => (await client.send(new ScanCommand({ TableName: 'gymcoach-local-audit' }))).Count;
  const before = await rows();
  await runCanary();
  expect(await rows()).toBe(before);
  client.destroy();
});

test('without its secret it fails at the sign-in', async () => {
  const { '/gymcoach/local/canary': secret = '' } = parameters;
  delete parameters['/gymcoach/local/canary'];
  expect(await runCanary()).toMatchObject({
    canaryFailed: 1,
    failedAt: 'sign in',
    reason: "the canary user's secret cannot be read: ParameterNotFound",
  });
  parameters['/gymcoach/local/canary'] = secret;
});

test.each([
  [
    'd-profile',
    ['refused without a token', 'sign in', 'own profile', 'change of preferences', 'nothing of another person'],
  ],
  ['d-access', ['sign in', 'own permissions']],
  ['d-feed', ['sign in', 'own changes']],
  ['d-worker', ['an empty batch']],
  ['d-system', ['live']],
])('a new version takes its part of the journey before it gets traffic: %s', async (id, steps) => {
  const line = await check(id);
  expect(line).toMatchObject({ message: 'release', status: 'Succeeded', version: { version: '7' } });
  expect((line['steps'] as readonly { name: string }[]).map(({ name }) => name)).toEqual(steps); // as the line has them
  const told = { deploymentId: id, lifecycleEventHookExecutionId: `hook-of-${id}`, status: 'Succeeded' };
  expect(aws.told.at(-1)).toEqual(told);
});

test('a version that cannot be loaded gets none, nor one that CodeDeploy does not know', async () => {
  expect(await check('d-broken')).toMatchObject({
    level: 'error',
    status: 'Failed',
    reason: 'refused without a token: the new version fails: Runtime',
  });
  expect(await check('d-unknown')).toMatchObject({ status: 'Failed' });
  expect(aws.told.slice(-2).map(({ status }) => status)).toEqual(['Failed', 'Failed']);
});

test('npm run smoke walks it by hand, and ends with the step that fails', async () => {
  const { port } = front.address() as AddressInfo; // it listens on TCP
  const env = {
    GYMCOACH_API_URL: `http://127.0.0.1:${port}`,
    GYMCOACH_COGNITO_URL: `http://127.0.0.1:${using.platform.ports.cognito}`,
  };
  const well = await runTask(['run', '--silent', 'smoke'], env);
  expect([well.code, well.stdout]).toEqual([0, expect.stringMatching(/own changes +200.*\nsmoke: passed/)]);
  broken.add('/v1/permissions');
  const ill = await runTask(['run', '--silent', 'smoke'], env);
  expect([ill.code, ill.stderr]).toEqual([
    1,
    expect.stringContaining('smoke: failed at "own permissions": answered 500'),
  ]);
});
