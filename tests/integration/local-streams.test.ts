import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { callDynamoDb } from '../../scripts/local/call-aws.ts';
import type { InvocationResult } from '../../scripts/local/gateway/function-pool.ts';
import { startSqs } from '../../scripts/local/parts/sqs.ts';
import type { Part } from '../../scripts/local/parts/start-part.ts';
import { callSqs, createQueues, queueUrl } from '../../scripts/local/queues.ts';
import { type ServedStreams, type StreamTarget, serveStreams } from '../../scripts/local/streams/serve-streams.ts';
import {
  availableEngines,
  createTables,
  type DynamoEngine,
  freePort,
  startDynamoEngine,
  type TableNames,
} from '../support/dynamodb-engines.ts';

jest.setTimeout(60_000);

const QUEUE = { logicalId: 'Failed', name: 'log-local-failed', attributes: { VisibilityTimeout: '0' } };
const folder = mkdtempSync(join(tmpdir(), 'streams-'));
let sqs: Part;
let sqsUrl: string;

const startQueues = async (): Promise<void> => {
  sqs = await startSqs(sqsUrl, join(folder, 'sqs'), () => undefined);
  await createQueues(sqsUrl, [QUEUE]);
};
beforeAll(async () => {
  sqsUrl = `http://127.0.0.1:${await freePort()}`;
  await startQueues();
});
afterAll(async () => {
  await sqs.stop();
  rmSync(folder, { recursive: true });
});

async function until<Value>(read: () => Value | Promise<Value>, done: (value: Value) => boolean): Promise<Value> {
  for (let tries = 0; tries < 400; tries++) {
    const value = await read();
    if (done(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return read();
}

describe.each(availableEngines())('on %s', (kind) => {
  let engine: DynamoEngine;
  let tables: TableNames;
  let streams: ServedStreams | undefined;
  let received: DynamoDBRecord[][];
  let answer: (names: readonly string[]) => InvocationResult;
  let given: StreamTarget;
  let data: string;

  const nameOf = ({ dynamodb }: DynamoDBRecord): string => String(dynamodb?.Keys?.['SK']?.S);
  const names = (): readonly string[] => received.flat().map(nameOf);
  const put = (sk: string, more: object = {}) =>
    callDynamoDb(engine.endpoint, 'PutItem', {
      TableName: tables.main,
      Item: { PK: { S: 'U#1' }, SK: { S: sk }, ...more },
    });
  const serve = (): void => {
    streams = serveStreams({
      endpoints: { dynamodb: engine.endpoint, sqs: sqsUrl },
      folder: data,
      report: () => undefined,
    });
    streams.follow([given]);
  };

  beforeAll(async () => {
    engine = await startDynamoEngine(kind);
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    const name = `streams-${randomUUID()}`;
    tables = { main: `${name}-main`, ephemeral: `${name}-ephemeral`, audit: `${name}-audit` };
    await createTables(engine.endpoint, tables);
    data = mkdtempSync(join(folder, 'data-'));
    received = [];
    answer = () => ({ outcome: 'ok', result: undefined });
    given = {
      key: 'log main',
      functionName: 'log-local-worker',
      mapping: {
        table: tables.main,
        batchSize: 3,
        wants: (record) => nameOf(record as DynamoDBRecord).startsWith('INJ#'),
        reportsItemFailures: true,
        bisects: true,
        maxRetries: 0,
        maxAgeSeconds: undefined,
        failureQueue: QUEUE.name,
      },
      pool: {
        invoke: async (event) => {
          const { Records } = event as DynamoDBStreamEvent; // the one kind there is
          received.push(Records);
          return answer(Records.map(nameOf));
        },
      },
    };
  });
  afterEach(async () => {
    await streams?.close();
  });

  test('delivers what was written before and after the start, in order and in batches, as Lambda shapes it', async () => {
    for (const sk of ['INJ#1', 'PROFILE', 'INJ#2', 'INJ#3', 'INJ#4'])
      await put(sk, { n: { N: '1' }, b: { B: 'AAEC' } });
    serve();
    await until(names, ({ length }) => length === 4);
    await put('INJ#2', { n: { N: '2' } });
    await put('INJ#2', { n: { N: '2' } });
    await callDynamoDb(engine.endpoint, 'DeleteItem', {
      TableName: tables.main,
      Key: { PK: { S: 'U#1' }, SK: { S: 'INJ#1' } },
    });
    await until(names, ({ length }) => length === 6);
    expect(names()).toEqual(['INJ#1', 'INJ#2', 'INJ#3', 'INJ#4', 'INJ#2', 'INJ#1']);
    expect(Math.max(...received.map(({ length }) => length))).toBeLessThanOrEqual(3);
    const records = received.flat();
    expect(records.map(({ eventName }) => eventName).slice(3)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(6);
    expect(records[4]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      eventSourceARN: expect.stringMatching(
        /^arn:aws:dynamodb:\w+:000000000000:table\/streams-[\w-]+-main\/stream\/.+$/,
      ),
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { PK: { S: 'U#1' }, SK: { S: 'INJ#2' } },
        OldImage: { PK: { S: 'U#1' }, SK: { S: 'INJ#2' }, n: { N: '1' }, b: { B: 'AAEC' } },
        NewImage: { PK: { S: 'U#1' }, SK: { S: 'INJ#2' }, n: { N: '2' } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  test('goes on where it was left when it is started again, and from the beginning without its notes', async () => {
    serve();
    await put('INJ#1');
    await put('INJ#2');
    await until(names, ({ length }) => length === 2);
    await streams?.close();
    await put('INJ#3');
    serve();
    await until(names, ({ length }) => length === 3);
    expect(names()).toEqual(['INJ#1', 'INJ#2', 'INJ#3']);
    await streams?.close();
    data = mkdtempSync(join(folder, 'data-'));
    serve();
    await until(names, ({ length }) => length === 6);
    expect(names().slice(3)).toEqual(['INJ#1', 'INJ#2', 'INJ#3']);
  });

  test('takes the code and the settings of a reload from the next batch on, without a record lost or repeated', async () => {
    serve();
    await put('INJ#1');
    await until(names, ({ length }) => length === 1);
    const later: DynamoDBRecord[] = [];
    const pool: StreamTarget['pool'] = {
      invoke: async (event) => {
        later.push(...(event as DynamoDBStreamEvent).Records);
        return { outcome: 'ok', result: undefined };
      },
    };
    const mapping = { ...given.mapping, wants: (record: unknown) => nameOf(record as DynamoDBRecord) === 'PROFILE' };
    streams?.follow([{ ...given, mapping, pool }]);
    await put('INJ#2');
    await put('PROFILE');
    await until(
      () => later,
      ({ length }) => length === 1,
    );
    expect([names(), later.map(nameOf)]).toEqual([['INJ#1'], ['PROFILE']]);
  });

  test('tells the queue where a record is that was given up, and goes on', async () => {
    answer = (batch) => ({ outcome: batch.includes('INJ#2') ? 'failed' : 'ok', result: undefined });
    for (const sk of ['INJ#1', 'INJ#2', 'INJ#3']) await put(sk);
    serve();
    await until(
      () => received.at(-1)?.map(nameOf).join(),
      (last) => last === 'INJ#3',
    );
    const poison = received.find(([record, ...others]) => others.length === 0 && record && nameOf(record) === 'INJ#2');
    const [message] = await receive();
    expect(JSON.parse(String(message?.Body))).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:log-local-worker',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 1,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.any(String),
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-/),
        startSequenceNumber: poison?.[0]?.dynamodb?.SequenceNumber,
        endSequenceNumber: poison?.[0]?.dynamodb?.SequenceNumber,
        approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        approximateArrivalOfLastRecord: expect.any(String),
        batchSize: 1,
        streamArn: poison?.[0]?.eventSourceARN,
      },
    });
    await callSqs(sqsUrl, 'PurgeQueue', { QueueUrl: queueUrl(sqsUrl, QUEUE.name) });
  });
});

interface Message {
  readonly Body: string;
}

async function receive(): Promise<readonly Message[]> {
  const { Messages = [] } = await callSqs(sqsUrl, 'ReceiveMessage', {
    QueueUrl: queueUrl(sqsUrl, QUEUE.name),
    MaxNumberOfMessages: 10,
  });
  return Messages as Message[]; // the API's own shape
}

test('keeps what is in a queue when the part is killed, and takes new settings', async () => {
  const QueueUrl = queueUrl(sqsUrl, QUEUE.name);
  await callSqs(sqsUrl, 'SendMessage', { QueueUrl, MessageBody: 'still here' });
  process.kill(processAt(sqsUrl), 'SIGKILL');
  await startQueues();
  await createQueues(sqsUrl, [{ ...QUEUE, attributes: { VisibilityTimeout: '7' } }]);
  const { Attributes } = await callSqs(sqsUrl, 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  expect(Attributes).toMatchObject({ VisibilityTimeout: '7' });
  expect(await receive()).toEqual([expect.objectContaining({ Body: 'still here' })]);
});

test('offers the queues to this machine only', async () => {
  // Whoever listens on every interface answers at this address, too.
  await expect(fetch(sqsUrl.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed');
});

function processAt(url: string): number {
  const rows = execFileSync('ps', ['-axo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const [row, ...others] = rows.filter((text) => text.includes(`sqs-host.ts ${new URL(url).port} `));
  if (row === undefined || others.length > 0) throw new Error('not one process of the queues');
  return Number.parseInt(row, 10);
}
