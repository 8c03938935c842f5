import { callSignal } from '@gymcoach/core/request-scope';
import { beginRequest } from '@gymcoach/core/trace';
import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import { catchLog } from '../../tests/support/catch-log.ts';
import { type BatchReport, type StreamWorkerOptions, streamWorker } from './stream-worker.ts';

const Records = ['11', '12', '13'].map((SequenceNumber) => ({
  eventID: `e${SequenceNumber}`,
  dynamodb: { SequenceNumber },
}));
const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 9_000 } as Context; // no more is read
const fine: BatchReport = { poison: [], counts: { numbered: 3 } };

async function run(consume: StreamWorkerOptions['consume'], event: DynamoDBStreamEvent = { Records }) {
  const { result, log } = await catchLog(() => streamWorker({ service: 'test', consume })(event, context));
  const lines = log.trim().split('\n');
  return { result, lines: lines.map((line): Record<string, unknown> => JSON.parse(line)) };
}

test('a batch that is dealt with fails nothing, and is one line that is its metrics too', async () => {
  const { result, lines } = await run(async (records, remaining) => {
    expect([records, remaining()]).toEqual([Records, 9_000]);
    return fine;
  });
  expect(result).toEqual({ batchItemFailures: [] });
  expect(lines).toEqual([
    expect.objectContaining({ level: 'info', message: 'batch', service: 'test', records: 3, numbered: 3, poison: 0 }),
  ]);
  const named = [...JSON.stringify(lines[0]?.['_aws']).matchAll(/"Name":"(\w+)"/g)].map(([, name = '']) => name);
  expect(named.sort()).toEqual(['again', 'duration', 'numbered', 'poison', 'readUnits', 'records', 'writeUnits']);
  for (const name of named) expect(typeof lines[0]?.[name]).toBe('number');
});

test('the first record that has to come again is named, and only that', async () => {
  const { result, lines } = await run(async () => ({ ...fine, failedFrom: { index: 1, cause: new Error('down') } }));
  expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: '12' }] });
  expect(lines).toEqual([
    expect.objectContaining({ level: 'error', again: 2, sequenceNumber: '12', error: expect.anything() }),
  ]);
});

test('poison is a line of its own, with what Lambda calls the record and nothing of what it holds', async () => {
  const { result, lines } = await run(async () => ({ ...fine, poison: [{ index: 2, cause: new Error('odd') }] }));
  expect(result).toEqual({ batchItemFailures: [] });
  expect(lines[0]).toMatchObject({ level: 'error', eventId: 'e13', sequenceNumber: '13', error: { message: 'odd' } });
  expect(lines[1]).toMatchObject({ message: 'batch', poison: 1 });
});

test('a batch that does not end in time comes again as a whole, and its calls end', async () => {
  let signal: AbortSignal | undefined;
  const short = { ...context, getRemainingTimeInMillis: () => 520 };
  const consume = (): Promise<BatchReport> => {
    signal = callSignal();
    return new Promise(() => {});
  };
  const { result } = await catchLog(() => streamWorker({ service: 'test', consume })({ Records }, short));
  expect([result, signal?.aborted]).toEqual([{ batchItemFailures: [{ itemIdentifier: '11' }] }, true]);
});

test('a bug makes the whole batch come again', async () => {
  const { result } = await run(async () => {
    throw new TypeError('bug');
  });
  expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: '11' }] });
});

test('a record without a number fails the whole batch, as Lambda has it', async () => {
  const failed = async (): Promise<BatchReport> => ({ ...fine, failedFrom: { index: 0, cause: 'unknown' } });
  expect((await run(failed, { Records: [{}] })).result).toEqual({ batchItemFailures: [{ itemIdentifier: '' }] });
});

test('a batch counts as a request of its container', async () => {
  await run(async () => fine);
  expect(beginRequest()).toBe(false);
});
