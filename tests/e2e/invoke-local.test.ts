import { join } from 'node:path';
import { buildLayer } from '../../scripts/build/layer.ts';
import { copyRepository, type RepositoryCopy } from './copy-repository.ts';
import { runTask } from './run-task.ts';
import { usePlatform } from './use-platform.ts';

jest.setTimeout(60_000);

const using = usePlatform();
// The bundler of the CLI works in a fixed folder of the service, in which others may be packaging at the same time.
let copy: RepositoryCopy;
beforeAll(async () => {
  copy = copyRepository();
  await buildLayer(join(copy.root, 'layers/core'));
});
afterAll(() => copy.remove());

const url = (port: number): string => `http://127.0.0.1:${port}`;

function invoke(part: string, name: string, event: string, ports: { dynamodb: number; cognito: number; s3: number }) {
  const args = ['--no-install', 'sls', 'invoke', 'local', '-f', name, '--path', `${event}.json`, '--stage', 'local'];
  const env = {
    GYMCOACH_DYNAMODB_URL: url(ports.dynamodb),
    GYMCOACH_COGNITO_URL: url(ports.cognito),
    GYMCOACH_S3_URL: url(ports.s3),
    NO_COLOR: '1',
  };
  return runTask(args, env, { cwd: join(copy.root, part), command: 'npx', timeoutMs: 30_000 });
}

/** The CLI prints what the function has logged, then its answer as JSON over many lines. */
function answerIn(stdout: string): { statusCode: number; body: unknown } {
  const answer = JSON.parse(stdout.slice(stdout.indexOf('{\n'))) as { statusCode: number; body: string };
  return { statusCode: answer.statusCode, body: JSON.parse(answer.body) };
}

test('runs a sample event of a service against the local parts', async () => {
  const { code, stdout, stderr } = await invoke(
    'services/user-profile-service',
    'api',
    'events/get-profile',
    using.platform.ports,
  );
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/error/i)]);
  expect(answerIn(stdout)).toEqual({
    statusCode: 200,
    body: expect.objectContaining({ userId: using.platform.userId('member'), displayName: 'Maya Member' }),
  });
});

test('runs a sample event of the platform', async () => {
  const { code, stdout } = await invoke('.', 'system', 'platform/events/get-live', using.platform.ports);
  expect([code, answerIn(stdout)]).toEqual([0, { statusCode: 200, body: { status: 'ok' } }]);
});

test('ends with a failure and says what to do when nothing runs', async () => {
  const free = using.platform.ports.api + 50;
  const nothing = { dynamodb: free, cognito: free, s3: free };
  const { code, stdout, stderr } = await invoke('services/user-profile-service', 'api', 'events/get-profile', nothing);
  expect(code).toBe(1);
  const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('is npm start running'));
  expect(said).toEqual([expect.stringContaining(`No token for "member". token: nothing answers at ${url(free)}`)]);
});
