import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFunctions, readStacks } from '../../build/read-stack.ts';
import { declaredQueues } from '../declared-queues.ts';
import { readStreamMappings } from './stream-mapping.ts';

const root = mkdtempSync(join(tmpdir(), 'streams-'));
afterAll(() => rmSync(root, { recursive: true }));

function readStack(stream: string) {
  mkdirSync(join(root, 'services/log'), { recursive: true });
  writeFileSync(
    join(root, 'services/log/serverless.yml'),
    `service: log
functions:
  worker:
    handler: handlers/worker.handler
    events:
      - httpApi: GET /log
      - stream:
          ${stream}
resources:
  - Resources:
      Failed:
        Type: AWS::SQS::Queue
        Properties: { QueueName: "log-\${sls:stage}-failed", MessageRetentionPeriod: 1209600, SqsManagedSseEnabled: true }
      Policy: { Type: AWS::SQS::QueuePolicy }
`,
  );
  const [stack] = readStacks({ root });
  if (stack === undefined) throw new Error('no stack');
  return stack;
}

function readMappings(stream: string) {
  const stack = readStack(stream);
  return readFunctions(stack).flatMap((definition) => readStreamMappings(stack, definition));
}

const ARN = `arn: !ImportValue "gymcoach-\${sls:stage}-main-table-stream-arn"`;
const BASE = `type: dynamodb, ${ARN}, startingPosition: TRIM_HORIZON`;

test('reads the settings of a stream event as they are deployed', () => {
  const [mapping, ...others] = readMappings(`{ ${BASE}, batchSize: 50, functionResponseType: ReportBatchItemFailures,
          bisectBatchOnFunctionError: true, maximumRetryAttempts: 5, maximumRecordAgeInSeconds: 3600,
          filterPatterns: [{ eventName: [INSERT] }, { eventName: [REMOVE] }],
          destinations: { onFailure: { arn: !GetAtt Failed.Arn, type: sqs } } }`);
  expect(others).toEqual([]);
  expect(mapping).toEqual({
    table: 'gymcoach-local-main',
    batchSize: 50,
    wants: expect.any(Function),
    reportsItemFailures: true,
    bisects: true,
    maxRetries: 5,
    maxAgeSeconds: 3600,
    failureQueue: 'log-local-failed',
  });
  expect(['INSERT', 'MODIFY', 'REMOVE'].map((eventName) => mapping?.wants({ eventName }))).toEqual([true, false, true]);
});

test('has the defaults of Lambda: a hundred records, no filter, retries without end', () => {
  const [mapping] = readMappings(`{ ${BASE}, maximumRetryAttempts: -1 }`);
  expect(mapping).toMatchObject({ batchSize: 100, reportsItemFailures: false, bisects: false });
  expect([mapping?.maxRetries, mapping?.maxAgeSeconds, mapping?.failureQueue]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(mapping?.wants({})).toBe(true);
});

test('leaves out a mapping that is switched off', () => {
  expect(readMappings(`{ ${BASE}, enabled: false }`)).toEqual([]);
});

test.each([
  [`{ ${BASE}, tumblingWindowInSeconds: 5 }`, 'do not know the setting tumblingWindowInSeconds'],
  [`{ ${BASE}, parallelizationFactor: 2 }`, 'one batch at a time'],
  [`{ type: kinesis, ${ARN} }`, 'of DynamoDB only'],
  [`{ type: dynamodb, ${ARN}, startingPosition: LATEST }`, 'start at TRIM_HORIZON'],
  ['{ type: dynamodb, arn: "arn:x", startingPosition: TRIM_HORIZON }', '!ImportValue <table>-table-stream-arn'],
  [`{ ${BASE}, destinations: { onFailure: { arn: !GetAtt Other.Arn, type: sqs } } }`, 'a queue of the same stack'],
  ['arn:aws:dynamodb:x', 'as a map'],
])('refuses what it would not obey: %s', (stream, message) => {
  expect(() => readMappings(stream)).toThrow(message);
});

test('finds the queues that a stack declares, with what the local stand-in can obey', () => {
  expect(declaredQueues(readStack(`{ ${BASE} }`))).toEqual([
    { logicalId: 'Failed', name: 'log-local-failed', attributes: { MessageRetentionPeriod: '1209600' } },
  ]);
});
