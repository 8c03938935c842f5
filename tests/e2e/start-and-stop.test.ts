import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { CANARY } from '../support/find-secrets.ts';
import { createHttpClient } from '../support/http-client.ts';
import { type Platform, startPlatform } from '../support/start-platform.ts';
import { checkAnswer } from './check-answer.ts';
import { runTask } from './run-task.ts';
import { untilNobodyListens } from './until-nobody-listens.ts';

jest.setTimeout(60_000);

const dataDir = mkdtempSync(join(tmpdir(), 'gymcoach-e2e-'));
const task = (name: string, ...args: readonly string[]) =>
  runTask(['run', '--silent', name, '--', ...args], { GYMCOACH_DATA_DIR: dataDir });
const clientOf = async (platform: Platform) =>
  createHttpClient({ url: platform.url, token: await platform.token('member'), check: checkAnswer });
const portsOf = ({ ports }: Platform): readonly number[] => Object.values(ports);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ dataDir });
});
afterAll(async () => {
  await platform.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('prints commands that work when they are pasted', async () => {
  const commands = platform
    .logs()
    .split('\n')
    .filter((line) => line.startsWith('  '));
  expect(commands).toHaveLength(3);
  for (const command of commands.filter((line) => line.includes('curl'))) {
    const printed = execFileSync('sh', ['-c', command], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(printed).toMatch(/^HTTP\/1\.1 200 /);
  }
});

test('prints a token and nothing else', async () => {
  const { code, stdout, stderr } = await task('token', 'member');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const client = createHttpClient({ url: platform.url, token: stdout.trim() });
  expect((await client.get('/v1/users/me/profile')).body['userId']).toBe(platform.userId('member'));
});

test.each([
  ['nobody', [], /^token: whose token\?.+\n$/],
  ['a stranger', ['stranger'], /^token: there is no demo user "stranger"; choose one of .+\n$/],
])('says in one line why there is no token for %s', async (_name, args, line) => {
  const { code, stdout, stderr } = await task('token', ...args);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(line);
});

test('says in one line which port is taken, and starts nothing', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const own = mkdtempSync(join(tmpdir(), 'gymcoach-e2e-'));
  const env = { PORT: String(port - 2), GYMCOACH_DATA_DIR: own };
  const { code, stdout, stderr } = await runTask(['start', '--silent'], env);
  taken.close();
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(new RegExp(`^npm start: port ${port} for Cognito is in use: .+\\n$`));
  expect(readdirSync(own)).toEqual([]);
  rmSync(own, { recursive: true });
});

test('refuses a second start on the same data, in one line', async () => {
  const { code, stderr } = await runTask(['start', '--silent'], {
    PORT: String(platform.ports.api + 10),
    GYMCOACH_DATA_DIR: dataDir,
  });
  expect([code, stderr]).toEqual([
    1,
    `npm start: the platform is running already (process ${pidOf(dataDir)}, ${platform.url})\n`,
  ]);
});

test('does not reset what is in use', async () => {
  const { code, stderr } = await task('reset');
  expect([code, stderr]).toEqual([1, `reset: the platform is running (process ${pidOf(dataDir)}): stop it first\n`]);
  expect((await (await clientOf(platform)).get('/v1/users/me/profile')).status).toBe(200);
});

test('stops everything when asked to, and has all data when it is started again', async () => {
  const before = await clientOf(platform);
  const { etag } = await before.get('/v1/users/me/profile');
  const patched = await before.patch('/v1/users/me/profile', {
    headers: { 'if-match': etag },
    body: { bio: `${CANARY} kept` },
  });
  const injuries = (await before.get('/v1/users/me/injuries')).text;
  expect(await platform.stop()).toBe(0);
  await untilNobodyListens(portsOf(platform));
  expect(readdirSync(dataDir)).not.toContain('endpoints.json');

  platform = await startPlatform({ dataDir });
  const after = await clientOf(platform);
  expect((await after.get('/v1/users/me/profile')).text).toBe(patched.text);
  expect((await after.get('/v1/users/me/injuries')).text).toBe(injuries);
});

test('ends as a whole, in one line and with a failure, when a part of it dies', async () => {
  killDynamoDb(platform.ports.dynamodb);
  await untilNobodyListens(portsOf(platform));
  expect(await platform.stop()).toBe(1);
  const said = platform
    .logs()
    .split('\n')
    .filter((line) => line.startsWith('npm start: '));
  expect(said).toEqual([expect.stringMatching(/^npm start: DynamoDB .*ended \(code 1\): stopped by SIGKILL$/)]);
});

test('says in one line that a token wants a running platform', async () => {
  const { code, stdout, stderr } = await task('token', 'member');
  expect([code, stdout, stderr]).toEqual([1, '', 'token: the local platform is not running: run npm start first\n']);
});

test('is reset to nothing, and begins anew with the sample data', async () => {
  expect((await task('reset')).code).toBe(0);
  expect(readdirSync(dataDir)).toEqual([]);
  platform = await startPlatform({ dataDir });
  const { body } = await (await clientOf(platform)).get('/v1/users/me/profile');
  expect([body['version'], JSON.stringify(body).includes(CANARY)]).toEqual([1, false]);
});

/** Of the process that `start` runs in. */
const pidOf = (folder: string): number => {
  const run: unknown = JSON.parse(readFileSync(join(folder, 'endpoints.json'), 'utf8'));
  return (run as { pid: number }).pid; // written by `start`
};

test('stops everything when only npm is told to, which passes no signal on', async () => {
  await platform.stop();
  await untilNobodyListens(portsOf(platform));
  const env = { ...process.env, PORT: String(platform.ports.api), GYMCOACH_DATA_DIR: dataDir };
  const npm = spawn('npm', ['start'], { cwd: repositoryRoot, env, stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  for await (const chunk of npm.stdout) {
    said += String(chunk);
    if (/^ready /m.test(said)) break;
  }
  expect(said).toMatch(/^ready /m);
  npm.kill('SIGTERM');
  await untilNobodyListens(portsOf(platform));
});

/** Kills the engine itself, not the process that watches it. */
function killDynamoDb(port: number): void {
  const rows = execFileSync('ps', ['-axo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const found = rows.filter((row) => new RegExp(`-port ${port}( |$)`).test(row) && !row.includes('native-host'));
  expect(found).toHaveLength(1);
  process.kill(Number.parseInt(found[0] ?? '', 10), 'SIGKILL');
}
