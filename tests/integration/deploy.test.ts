import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { type Ended, runTask } from '../e2e/run-task.ts';

/** What the stand-in answers: by the action of a query, or by the path. No emulator has quotas and stacks of other hands. */
type Answers = Readonly<Record<string, { readonly status?: number; readonly body: string }>>;

const IDENTITY = {
  body: '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/ada</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>',
};
const refused = (code: string, message: string, status = 400) => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
const NO_STACK = refused('ValidationError', 'Stack with id gymcoach does not exist');
const stackIn = (status: string) => ({
  body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>gymcoach-access-dev</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-01-31T00:00:00Z</CreationTime></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});
const settings = (limit: number) => ({
  body: JSON.stringify({ AccountLimit: { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: limit } }),
});
const NO_FUNCTION = { status: 404, body: '{"Type":"User","Message":"Function not found"}' };

jest.setTimeout(60_000); // each starts a process, on a machine that may be busy

let server: Server;
let answers: Answers;
let asked: string[];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const name = await nameOf(request);
    asked.push(name);
    const { status = 200, body } = answers[name] ?? refused('Unexpected', name, 500);
    if (status === 404) response.setHeader('x-amzn-errortype', 'ResourceNotFoundException');
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  answers = {};
  asked = [];
});

async function nameOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
  const action = new URLSearchParams(Buffer.concat(chunks).toString()).get('Action');
  return action ?? (request.url ?? '').replace(/\/functions\/[^/]+/, '/functions/*');
}

const run = (
  command: 'deploy' | 'remove',
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> => {
  const { port } = server.address() as AddressInfo; // of a server that listens
  return runTask(
    [`scripts/operate/${command}.ts`, ...args],
    {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: '',
      AWS_PROFILE: '',
      AWS_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
    { cwd: repositoryRoot, command: process.execPath, timeoutMs: 60_000 },
  );
};

test('a command line that is wrong is refused before AWS is asked', async () => {
  const { code, stdout, stderr } = await run('deploy', ['--stage', 'dev', '--fast']);
  expect(stderr).toMatch(/^deploy: Unknown option '--fast'/);
  expect({ code, stdout, asked }).toEqual({ code: 1, stdout: '', asked: [] });
});

test('without credentials nothing is deployed or removed, and the next step is named', async () => {
  const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
  for (const command of ['deploy', 'remove'] as const) {
    const { code, stderr } = await run(command, ['--stage', 'dev'], none);
    expect(stderr).toMatch(new RegExp(`^${command}: there are no AWS credentials .*: set AWS_PROFILE, or [^\n]*\n$`));
    expect({ code, asked }).toEqual({ code: 1, asked: [] });
  }
});

test('credentials that AWS does not accept are one line', async () => {
  answers = { GetCallerIdentity: refused('InvalidClientTokenId', 'The security token is invalid.', 403) };
  const { code, stderr } = await run('deploy', ['--stage', 'dev']);
  expect(stderr).toMatch(/^deploy: AWS does not accept these credentials \(InvalidClientTokenId: [^\n]*try again\n$/);
  expect({ code, asked }).toEqual({ code: 1, asked: ['GetCallerIdentity'] });
});

test('an account without room for what the stage reserves is told what to raise, and left alone', async () => {
  answers = {
    GetCallerIdentity: IDENTITY,
    '/2016-08-19/account-settings': settings(10),
    '/2019-09-30/functions/*/concurrency': NO_FUNCTION,
    '/2017-10-31/functions/*/concurrency': NO_FUNCTION,
  };
  const { code, stderr } = await run('deploy', ['--stage', 'prod']);
  expect(stderr).toMatch(
    /Raise the quota "Concurrent executions" \(L-B99A9384\) of AWS Lambda in eu-west-1 to \d+ or more/,
  );
  expect(stderr).toContain('Nothing was deployed.');
  expect(code).toBe(1);
  expect(asked).not.toContain('DescribeStacks');
});

test('a new account with ten executions is told what to raise, and gets a stage that reserves none', async () => {
  answers = {
    GetCallerIdentity: IDENTITY,
    '/2016-08-19/account-settings': settings(10),
    DescribeStacks: stackIn('UPDATE_IN_PROGRESS'),
  };
  const { stdout, stderr } = await run('deploy', ['--stage', 'dev']);
  expect(stdout).toMatch(/^concurrency: the account has 10, no function here reserves any$/m);
  expect(stdout).toMatch(/^warning: the account has 10 .* Raise the quota "Concurrent executions" \(L-B99A9384\)/m);
  expect(stderr).toMatch(/^deploy: gymcoach-platform-dev is being changed by somebody else/);
});

test('what the command line reserves is what the account has to have room for', async () => {
  answers = {
    GetCallerIdentity: IDENTITY,
    '/2016-08-19/account-settings': settings(100),
    '/2019-09-30/functions/*/concurrency': NO_FUNCTION,
  };
  const { code, stderr } = await run('deploy', ['--stage', 'dev', '--param', 'reservedConcurrency=60']);
  expect(stderr).toContain('gymcoach-platform-dev-system 60');
  expect(code).toBe(1);
  expect(asked).not.toContain('DescribeStacks');
});

test('a stack that somebody else is changing is waited for, not touched', async () => {
  answers = { GetCallerIdentity: IDENTITY, DescribeStacks: stackIn('UPDATE_IN_PROGRESS') };
  const { code, stdout, stderr } = await run('deploy', ['--stage', 'sandbox', '--only', 'access-service']);
  expect(stdout).toContain('stage "sandbox" has no figures of its own: those of "default"');
  expect(stderr).toMatch(
    /^deploy: gymcoach-access-sandbox is being changed by somebody else \(UPDATE_IN_PROGRESS\): wait/,
  );
  expect(stdout).toMatch(/^concurrency: the account's quota could not be looked at/m);
  const touched = asked.filter((name) => name !== '/2016-08-19/account-settings');
  expect({ code, touched }).toEqual({ code: 1, touched: ['GetCallerIdentity', 'DescribeStacks'] });
});

test('a service alone asks for its platform', async () => {
  answers = { GetCallerIdentity: IDENTITY, DescribeStacks: NO_STACK };
  const { code, stderr } = await run('deploy', ['--stage', 'dev', '--only', 'gymcoach-access']);
  expect(stderr).toMatch(/^deploy: the platform of "dev" is not deployed .*: npm run deploy -- --stage dev first/);
  expect(code).toBe(1);
});

test('a protected stage is not removed, whether it is deployed or not', async () => {
  answers = { GetCallerIdentity: IDENTITY, DescribeStacks: NO_STACK };
  const { code, stderr } = await run('remove', ['--stage', 'prod']);
  expect(stderr).toMatch(/^remove: "prod" is protected .*: nothing was removed\.\nNothing of it is deployed here\.\n/);
  expect({ code, asked: [...new Set(asked)] }).toEqual({ code: 1, asked: ['GetCallerIdentity', 'DescribeStacks'] });
});
