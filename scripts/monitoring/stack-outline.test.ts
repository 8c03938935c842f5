import { alarmsOf } from './alarms-of-stack.ts';
import { MONITORING_MODES, monitoringResources } from './monitoring-resources.ts';
import { type DeclaredStack, outlineOf } from './stack-outline.ts';

const declared = (functions: DeclaredStack['functions'], resources: DeclaredStack['resources'] = {}) =>
  outlineOf({ service: 'gymcoach-goal', stage: 'dev', functions, resources });
const names = (...stack: Parameters<typeof declared>) => alarmsOf(declared(...stack)).map(({ name }) => name);

const QUEUE = { Failed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'gymcoach-dev-goal-failed' } } };

test('a function gets its alarms by how it is entered', () => {
  expect(names({ api: { events: [{ httpApi: 'GET /v1/goals' }] } })).toEqual([
    'gymcoach-dev-goal-api-error-ratio',
    'gymcoach-dev-goal-api-latency-p99',
    'gymcoach-dev-goal-api-auth-failures',
    'gymcoach-dev-goal-api-limiter-errors',
    'gymcoach-dev-goal-api-throttles',
    'gymcoach-dev-goal-api-function-errors',
  ]);
  expect(names({ 'follow-changes': { events: [{ stream: { type: 'dynamodb' } }] } })).toEqual([
    'gymcoach-dev-goal-follow-changes-throttles',
    'gymcoach-dev-goal-follow-changes-function-errors',
    'gymcoach-dev-goal-follow-changes-iterator-age',
  ]);
  expect(names({ nightly: { events: [{ schedule: 'rate(1 day)' }] }, hook: {} })).toHaveLength(4);
});

test('only a canary that runs has an alarm that waits for its runs', () => {
  const canary = (enabled: unknown) =>
    names({ canary: { events: [{ schedule: { rate: ['rate(5 minutes)'], enabled } }] } });
  expect(canary(true)).toContain('gymcoach-dev-canary-failed');
  for (const enabled of [false, 'false']) expect(canary(enabled)).not.toContain('gymcoach-dev-canary-failed');
});

test('a queue is named after the function that puts things there, however the reference is written', () => {
  for (const arn of [{ 'Fn::GetAtt': ['Failed', 'Arn'] }, { GetAtt: 'Failed.Arn' }]) {
    const stream = { type: 'dynamodb', destinations: { onFailure: { type: 'sqs', arn } } };
    expect(names({ worker: { events: [{ stream }] } }, QUEUE)).toContain('gymcoach-dev-goal-worker-dead-letters');
  }
  expect(names({}, QUEUE)).toEqual(['gymcoach-dev-goal-Failed-dead-letters']);
});

test('a queue that work is taken from is no place for dead letters', () => {
  const work = { Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'w', RedrivePolicy: {} } } };
  expect(names({}, work)).toEqual([]);
});

test('the throttles of a table and of each of its indexes are one alarm', () => {
  const table = {
    Type: 'AWS::DynamoDB::Table',
    Properties: { TableName: 'gymcoach-dev-notes', GlobalSecondaryIndexes: [{ IndexName: 'GSI1' }] },
  };
  expect(alarmsOf(declared({}, { NotesTable: table }))).toMatchObject([
    {
      name: 'gymcoach-dev-notes-table-throttles',
      expression: 'read0 + write0 + read1 + write1 + 0 * (reads + writes)',
    },
  ]);
});

test('a table whose indexes do not fit into one alarm is named with the limit', () => {
  const table = (indexes: number) => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'gymcoach-dev-notes',
      GlobalSecondaryIndexes: Array.from({ length: indexes }, (_, index) => ({ IndexName: `GSI${index}` })),
    },
  });
  expect(names({}, { NotesTable: table(3) })).toEqual(['gymcoach-dev-notes-table-throttles']);
  expect(() => names({}, { NotesTable: table(4) })).toThrow(
    'gymcoach-dev-notes: with 4 indexes its alarm on throttles looks at 12 metrics, and CloudWatch takes 10',
  );
});

test('a trace group keeps its name while X-Ray takes it, and is cut to one of its own where it does not', () => {
  const groupOf = (service: string, stage: string) =>
    monitoringResources(
      outlineOf({ service: `gymcoach-${service}`, stage, functions: { hook: {} }, resources: {} }),
      'full',
    )['TraceGroup'];
  expect(groupOf('user-profile', 'prod')).toMatchObject({ Properties: { GroupName: 'gymcoach-prod-user-profile' } });
  const [long, other] = ['user-profile', 'user-progress'].map((service) => groupOf(service, 'rehearsal-two'));
  expect(long).toMatchObject({
    Properties: { GroupName: expect.stringMatching(/^gymcoach-rehearsal-two-[0-9a-f]{8}$/) },
  });
  expect(JSON.stringify(long).match(/gymcoach-rehearsal-two-[0-9a-f]{8}/)).not.toEqual(
    JSON.stringify(other).match(/gymcoach-rehearsal-two-[0-9a-f]{8}/),
  );
});

test('what cannot be named cannot be watched, and that is said', () => {
  expect(() => declared({}, { T: { Type: 'AWS::DynamoDB::Table' } })).toThrow('T: a table needs a TableName');
  expect(() => declared({}, { Q: { Type: 'AWS::SQS::Queue' } })).toThrow('Q: a queue needs a QueueName');
});

test('a stage has all of it, all but dashboards, or nothing', () => {
  const stack = declared({ api: { events: [{ httpApi: 'GET /v1/goals' }] } });
  const types = MONITORING_MODES.map((mode) => [
    ...new Set(
      Object.values(monitoringResources(stack, mode)).map((resource) => JSON.stringify(resource).split('"')[3]),
    ),
  ]);
  const rest = ['AWS::Logs::QueryDefinition', 'AWS::XRay::Group'];
  expect(types).toEqual([
    ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', ...rest],
    ['AWS::CloudWatch::Alarm', ...rest],
    [],
  ]);
});
