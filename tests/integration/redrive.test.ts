import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { createDynamoClient } from '@gymcoach/core/clients/dynamodb';
import { feedKeys } from '@gymcoach/core/feed';
import { createTable, keys, type Table } from '@gymcoach/core/table';
import { writeFailed } from '../../services/change-feed-service/adapters/failed-message.ts';
import { runTask } from '../e2e/run-task.ts';
import { poisoned, rowOf, streamRecord } from '../reliability/change-feed/stream-log.ts';
import { availableEngines, createTables, type DynamoEngine, startDynamoEngine } from '../support/dynamodb-engines.ts';
import { type QueueStandIn, startQueues } from '../support/queue-stand-in.ts';

jest.setTimeout(120_000);

const USER = 'redriven';
let engine: DynamoEngine;
let queues: QueueStandIn;
let main: Table;
let url = '';

beforeAll(async () => {
  const [kind] = availableEngines();
  if (kind === undefined) throw new Error('No DynamoDB engine can run here.');
  [engine, queues] = await Promise.all([startDynamoEngine(kind), startQueues()]);
  const names = { main: 'gymcoach-local-main', ephemeral: 'gymcoach-local-ephemeral', audit: 'gymcoach-local-audit' };
  await createTables(engine.endpoint, names);
  const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
  main = createTable(createDynamoClient({ region: 'eu-west-1', endpoint: engine.endpoint, credentials }), names.main);
  url = await queues.create('gymcoach-local-change-feed-failed');
});
afterAll(() => Promise.all([engine?.stop(), queues?.stop()]));

const send = (body: string) => queues.client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
const injury = (id: string, version: number) => {
  const key = keys.injury(USER, id);
  return streamRecord(key, { after: rowOf(key, 'injury', USER, version) });
};
const redrive = (...args: string[]) =>
  runTask(['run', '--silent', 'redrive', '--', '--stage', 'local', ...args], {
    GYMCOACH_DYNAMODB_URL: engine.endpoint,
    GYMCOACH_SQS_URL: queues.endpoint,
  });
const head = async () => (await main.get(feedKeys.head(USER)))?.['head'];

async function left(): Promise<number> {
  const wanted = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  const { Attributes = {} } = await queues.client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...wanted] }),
  );
  return wanted.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

test('numbers what was put aside, each change once, and empties the queue', async () => {
  await send(writeFailed(injury('inj_1', 1), 'was unknown'));
  await send(writeFailed(injury('inj_2', 1), 'x'.repeat(100_000))); // gzipped
  await send(writeFailed(injury('inj_1', 1), 'came twice'));
  const { code, stdout } = await redrive();
  expect([code, stdout]).toEqual([0, expect.stringContaining('2 numbered, 1 had their number, 0 do not count')]);
  expect([await head(), await left()]).toEqual([2, 0]);
});

test('takes no more than it is told', async () => {
  for (const id of ['inj_3', 'inj_4', 'inj_5']) await send(writeFailed(injury(id, 1), 'was unknown'));
  expect((await redrive('--limit', '2')).stdout).toContain('2 numbered');
  expect([await head(), await left()]).toEqual([4, 1]);
  expect((await redrive()).stdout).toContain('1 numbered');
});

test('leaves what fails again, names it and says so by its exit code', async () => {
  await send(writeFailed(poisoned(injury('inj_6', 1), 'unknown version'), 'unknown'));
  await send('{"DDBStreamBatchInfo":{}}');
  await send('{"of":"somebody else"}');
  await send(writeFailed(injury('inj_7', 1), 'was unknown'));
  const { code, stderr } = await redrive();
  expect(code).toBe(1);
  expect(stderr).toMatch(/1 numbered.*3 failed and stay in the queue/);
  expect(stderr).toMatch(/: the row has an unknown schema version/);
  expect(stderr).toMatch(/: the message names no place in a stream/);
  expect(stderr).toMatch(/: the message holds no record/);
  expect([await head(), await left()]).toEqual([6, 3]);
});

/** The batch of all records of one person, as Lambda tells of one that it has given up on. */
async function givenUp(user: string): Promise<string> {
  const streams = new DynamoDBStreamsClient({
    endpoint: engine.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { Streams: [stream] = [] } = await streams.send(new ListStreamsCommand({ TableName: 'gymcoach-local-main' }));
  const streamArn = stream?.StreamArn ?? '';
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const shardId = StreamDescription?.Shards?.[0]?.ShardId ?? '';
  const from = { StreamArn: streamArn, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand(from));
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  streams.destroy();
  const numbers = Records.filter(({ dynamodb }) => dynamodb?.Keys?.['PK']?.S === keys.injury(user, '').PK).map(
    ({ dynamodb }) => dynamodb?.SequenceNumber ?? '',
  );
  const [startSequenceNumber, endSequenceNumber] = [numbers[0], numbers.at(-1)];
  const place = { streamArn, shardId, startSequenceNumber, endSequenceNumber, batchSize: numbers.length };
  return JSON.stringify({ version: '1.0', DDBStreamBatchInfo: place });
}

test('reads from the stream what Lambda has given up on', async () => {
  const user = 'given-up';
  const key = keys.injury(user, 'inj_1');
  for (const version of [1, 2, 3]) {
    const put = { PK: '', SK: '', ...rowOf(key, 'injury', user, version) };
    await main.write([
      { put, when: 'always' },
      { put: { ...keys.account(user), version }, when: 'always' },
    ]);
  }
  await send(await givenUp(user));
  expect((await redrive()).stdout).toContain('3 numbered, 0 had their number, 3 do not count');
  expect((await main.get(feedKeys.head(user)))?.['head']).toBe(3);
});

test('of such a batch numbers what it can, and leaves each record that fails as a message of its own', async () => {
  const user = 'given-up-with-poison';
  const before = await left();
  for (const id of ['inj_1', 'inj_2', 'inj_3', 'inj_4']) {
    const key = keys.injury(user, id);
    const put = { PK: '', SK: '', ...rowOf(key, 'injury', user, 1) };
    await main.write([{ put: id === 'inj_2' || id === 'inj_3' ? { ...put, v: 99 } : put, when: 'always' }]);
  }
  await send(await givenUp(user));
  const { code, stderr } = await redrive();
  expect([code, stderr]).toEqual([1, expect.stringMatching(/2 numbered.*2 failed and stay in the queue/)]);
  expect(stderr.match(/: the row has an unknown schema version/g)).toHaveLength(2);
  expect([(await main.get(feedKeys.head(user)))?.['head'], await left()]).toEqual([2, before + 2]);
});

test('says what is wrong with the call, or with the stage', async () => {
  expect((await redrive('--limit', 'few')).stderr).toContain('--limit must be a whole number');
  const nowhere = await runTask(['run', '--silent', 'redrive', '--', '--stage', 'local'], {
    GYMCOACH_SQS_URL: 'http://127.0.0.1:9',
  });
  expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('redrive: ')]);
});
