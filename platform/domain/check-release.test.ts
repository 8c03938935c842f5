import { checkRelease, type ReleasePorts } from './check-release.ts';

const appSpec = (functionName: string, CurrentVersion = '6', TargetVersion = '7'): string =>
  JSON.stringify({
    version: 0,
    Resources: [
      {
        [functionName]: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: functionName, Alias: 'live', CurrentVersion, TargetVersion },
        },
      },
    ],
    Hooks: [{ BeforeAllowTraffic: 'gymcoach-platform-prod-release-check' }],
  });
const never = new Promise<never>(() => {});

/** A new version that answers every request with this status. */
function ports(functionName: string, more: Partial<ReleasePorts> = {}) {
  const [told, asked]: [string[], unknown[]] = [[], []];
  const all: ReleasePorts = {
    stage: 'prod',
    deployment: async () => ({ appSpec: appSpec(functionName), isRollback: false }),
    invoke: async (version, event) => {
      asked.push([version, event]);
      return { batchItemFailures: [] };
    },
    send: (version) => async (request) => {
      asked.push([version, request.path]);
      return { status: 404, headers: {}, body: '' };
    },
    signIn: async () => 'token',
    now: () => 0,
    report: async (status) => void told.push(status),
    ...more,
  };
  return { all, told, asked };
}

test('asks the version that is to be released, and no other, and says that it may be', async () => {
  const { all, told, asked } = ports('gymcoach-platform-prod-system', {
    send:
      (version) =>
      async ({ path }) => {
        asked.push([version, path]);
        return { status: 200, headers: {}, body: '{"status":"ok"}' };
      },
  });
  const verdict = await checkRelease(all, 'd-1', never);
  expect(verdict).toMatchObject({ status: 'Succeeded', steps: [{ name: 'live', status: 200 }] });
  const version = { functionName: 'gymcoach-platform-prod-system', version: '7' };
  expect([told, asked]).toEqual([['Succeeded'], [[version, '/health/live']]]);
});

test('a step that fails is the end of the release, and the reason is told', async () => {
  const { all, told } = ports('gymcoach-platform-prod-system');
  expect(await checkRelease(all, 'd-1', never)).toMatchObject({
    status: 'Failed',
    reason: 'live: answered 404 instead of 200',
  });
  expect(told).toEqual(['Failed']);
});

test('a function that the journey does not know has to start and answer', async () => {
  const unknown = ports('gymcoach-goal-prod-api');
  expect((await checkRelease(unknown.all, 'd-1', never)).status).toBe('Succeeded');
  expect(unknown.asked).toEqual([[{ functionName: 'gymcoach-goal-prod-api', version: '7' }, '/release-check']]);
  const worker = ports('gymcoach-change-feed-prod-number-changes');
  expect((await checkRelease(worker.all, 'd-1', never)).status).toBe('Succeeded');
  expect(worker.asked).toMatchObject([[{ version: '7' }, { Records: [] }]]);
  const broken = ports('gymcoach-change-feed-prod-number-changes', {
    invoke: async () => {
      throw new Error('the new version fails: Runtime');
    },
  });
  expect(await checkRelease(broken.all, 'd-1', never)).toMatchObject({
    status: 'Failed',
    reason: 'an empty batch: the new version fails: Runtime',
  });
});

test.each<[string, Partial<ReleasePorts>, string]>([
  ['an AppSpec that names no version', { deployment: async () => ({ appSpec: '', isRollback: false }) }, 'AppSpec'],
  ['a deployment that cannot be read', { deployment: () => Promise.reject(new Error('AccessDenied')) }, 'AccessDenied'],
  ['something thrown that is no error', { deployment: () => Promise.reject('no') }, 'without a reason'],
])('%s fails the release instead of leaving it waiting', async (_, more, reason) => {
  const { all, told } = ports('gymcoach-platform-prod-system', more);
  expect(await checkRelease(all, 'd-1', never)).toMatchObject({
    status: 'Failed',
    reason: expect.stringContaining(reason),
  });
  expect(told).toEqual(['Failed']);
});

test('a version that does not answer fails it before the time of the hook is up', async () => {
  const { all, told } = ports('gymcoach-platform-prod-system', { send: () => () => never });
  expect(await checkRelease(all, 'd-1', Promise.resolve())).toMatchObject({
    status: 'Failed',
    reason: 'the time is up',
  });
  expect(told).toEqual(['Failed']);
});

test.each([
  ['that CodeDeploy takes', '6', '7', true],
  ['to an older version, whoever takes it', '10', '9', false],
])('nothing holds up the way back %s', async (_, from, to, isRollback) => {
  const deployment = async () => ({ appSpec: appSpec('gymcoach-access-prod-api', from, to), isRollback });
  const { all, told, asked } = ports('gymcoach-access-prod-api', { deployment });
  expect(await checkRelease(all, 'd-1', never)).toEqual({
    status: 'Succeeded',
    version: { functionName: 'gymcoach-access-prod-api', version: to },
    reason: 'the way back is not checked',
  });
  expect([told, asked]).toEqual([['Succeeded'], []]);
});

test('a tenth version is no way back from a ninth', async () => {
  const deployment = async () => ({ appSpec: appSpec('gymcoach-access-prod-api', '9', '10'), isRollback: false });
  const { all, asked } = ports('gymcoach-access-prod-api', { deployment });
  expect((await checkRelease(all, 'd-1', never)).status).toBe('Failed');
  expect(asked.length).toBeGreaterThan(0);
});

test('that CodeDeploy cannot be told is an error, so that the hook is run again', async () => {
  const report = () => Promise.reject(new Error('ThrottlingException'));
  await expect(checkRelease(ports('gymcoach-platform-prod-system', { report }).all, 'd-1', never)).rejects.toThrow(
    'Throttling',
  );
});

test('an AppSpec in YAML says it as well', async () => {
  const yaml =
    'version: 0.0\nResources:\n  - f:\n      Type: AWS::Lambda::Function\n      Properties:\n        Name: "gymcoach-platform-prod-system"\n        Alias: live\n        CurrentVersion: "6"\n        TargetVersion: "7"\n';
  const { all } = ports('x', { deployment: async () => ({ appSpec: yaml, isRollback: true }) });
  expect((await checkRelease(all, 'd-1', never)).version).toEqual({
    functionName: 'gymcoach-platform-prod-system',
    version: '7',
  });
});
