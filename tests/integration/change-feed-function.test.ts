import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { feedKeys } from '@gymcoach/core/feed';
import { keys } from '@gymcoach/core/table';
import type { StreamHandler } from '@gymcoach/middleware/stream/stream-worker';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import { readFailed } from '../../services/change-feed-service/adapters/failed-message.ts';
import { poisoned, rowOf, streamRecord } from '../reliability/change-feed/stream-log.ts';
import { catchLog } from '../support/catch-log.ts';
import { type FunctionEnvironment, startFunctionEnvironment } from '../support/function-environment.ts';
import { type QueueStandIn, startQueues } from '../support/queue-stand-in.ts';

jest.setTimeout(60_000);

const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 } as Context; // no more is read
let environment: FunctionEnvironment;
let queues: QueueStandIn;
let url = '';
let handler: StreamHandler;

beforeAll(async () => {
  [environment, queues] = await Promise.all([startFunctionEnvironment(), startQueues()]);
  url = await queues.create('change-feed-failed');
  Object.assign(process.env, { CHANGE_FEED_QUEUE_URL: url, AWS_ENDPOINT_URL_SQS: queues.endpoint });
  // What the first poison loads: Jest writes its cache through the function that `catchLog` takes over.
  await import('@gymcoach/core/clients/sqs');
  ({ handler } = await import('../../services/change-feed-service/handlers/number-changes.ts'));
});
afterAll(() => Promise.all([environment?.stop(), queues?.stop()]));

const injury = (userId: string, version: number): DynamoDBRecord => {
  const key = keys.injury(userId, 'inj_1');
  const before = version === 1 ? undefined : rowOf(key, 'injury', userId, version - 1);
  return streamRecord(key, { before, after: rowOf(key, 'injury', userId, version) });
};

test('the function numbers a batch, puts poison on the queue as a whole and says so in its log', async () => {
  const [fine, odd, later] = [injury('u1', 1), poisoned(injury('u1', 2), 'huge'), injury('u1', 3)];
  const { result, log } = await catchLog(() => handler({ Records: [fine, odd, later] }, context));
  expect(result).toEqual({ batchItemFailures: [] });
  expect((await environment.main.get(feedKeys.head('u1')))?.['head']).toBe(2);
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    expect.objectContaining({ level: 'error', eventId: odd.eventID, sequenceNumber: odd.dynamodb?.SequenceNumber }),
    expect.objectContaining({ message: 'batch', service: 'change-feed', records: 3, numbered: 2, poison: 1, again: 0 }),
  ]);
  expect(log).not.toContain('note 1');
  const { Messages = [] } = await queues.client.send(new ReceiveMessageCommand({ QueueUrl: url }));
  expect(Messages.map(({ Body = '' }) => JSON.stringify(readFailed(Body)) === JSON.stringify(odd))).toEqual([true]);
});

test('with the queue gone it names the poison, from which the batch comes again', async () => {
  const odd = poisoned(injury('u2', 2), 'malformed');
  const Records = [injury('u2', 1), odd, injury('u2', 3)];
  await queues.stop();
  const { result } = await catchLog(() => handler({ Records }, context));
  expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: odd.dynamodb?.SequenceNumber }] });
  expect((await environment.main.get(feedKeys.head('u2')))?.['head']).toBe(2);
});

test('without the address of the queue it does not start', async () => {
  jest.resetModules();
  delete process.env['CHANGE_FEED_QUEUE_URL'];
  await expect(import('../../services/change-feed-service/handlers/number-changes.ts')).rejects.toThrow(
    'missing in the environment: CHANGE_FEED_QUEUE_URL',
  );
});
