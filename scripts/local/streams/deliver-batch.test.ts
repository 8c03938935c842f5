import type { DynamoDBRecord } from 'aws-lambda';
import type { InvocationResult } from '../gateway/function-pool.ts';
import { type Delivery, deliverBatch, type GivenUp } from './deliver-batch.ts';

const batch = (...names: readonly string[]): readonly DynamoDBRecord[] =>
  names.map((name) => ({ dynamodb: { SequenceNumber: name } }));
const namesOf = (records: readonly DynamoDBRecord[]): string =>
  records.map(({ dynamodb }) => dynamodb?.SequenceNumber).join('');

const ok: InvocationResult = { outcome: 'ok', result: undefined };
const threw: InvocationResult = { outcome: 'failed' };
const answered = (value: unknown): InvocationResult => ({ outcome: 'ok', result: JSON.stringify(value) });
const failedAt = (...names: readonly string[]): InvocationResult =>
  answered({ batchItemFailures: names.map((itemIdentifier) => ({ itemIdentifier })) });

const SETTINGS = { reportsItemFailures: true, bisects: true, maxRetries: 2, maxAgeSeconds: undefined };

/** Delivers to a function that answers as it is told, and tells what it was given. */
async function deliver(
  records: readonly DynamoDBRecord[],
  answer: (names: string, call: number) => InvocationResult,
  settings: Partial<Delivery['settings']> = {},
  clock: () => number = () => 0,
) {
  const invoked: string[] = [];
  const pauses: number[] = [];
  const givenUp: (Pick<GivenUp, 'reason' | 'attempts'> & { names: string })[] = [];
  await deliverBatch(
    {
      settings: { ...SETTINGS, ...settings },
      invoke: async (given) => {
        invoked.push(namesOf(given));
        return answer(namesOf(given), invoked.length);
      },
      giveUp: async ({ records: lost, ...rest }) => void givenUp.push({ names: namesOf(lost), ...rest }),
      pause: async (milliseconds) => void pauses.push(milliseconds),
      now: clock,
    },
    records,
  );
  return { invoked, pauses, givenUp };
}

test.each([
  ['nothing', ok],
  ['null', answered(null)],
  ['an empty object', answered({})],
  ['no list', answered({ batchItemFailures: null })],
  ['an empty list', answered({ batchItemFailures: [] })],
])('takes a batch as done when the function answers %s', async (_name, answer) => {
  expect(await deliver(batch('a', 'b'), () => answer)).toEqual({ invoked: ['ab'], pauses: [], givenUp: [] });
});

test('repeats from the lowest failure on, whatever the order in which they are named', async () => {
  const { invoked, givenUp } = await deliver(batch('a', 'b', 'c', 'd'), (_names, call) =>
    call === 1 ? failedAt('d', 'b') : ok,
  );
  expect([invoked, givenUp]).toEqual([['abcd', 'bcd'], []]);
});

test.each([
  ['an empty name', failedAt('')],
  ['a name that is not of this batch', failedAt('x')],
  ['a key of another name', answered({ batchItemFailures: [{ id: 'b' }] })],
  ['null for a failure', answered({ batchItemFailures: [null] })],
])('repeats the whole batch when the function answers %s', async (_name, answer) => {
  const { invoked } = await deliver(batch('a', 'b'), (_names, call) => (call === 1 ? answer : ok));
  expect(invoked).toEqual(['ab', 'ab']);
});

test('takes an answer for no report when the mapping does not ask for one', async () => {
  const { invoked } = await deliver(batch('a', 'b'), () => failedAt('a'), { reportsItemFailures: false });
  expect(invoked).toEqual(['ab']);
});

test('halves a batch that throws until the record that is to blame stands alone, in order', async () => {
  const { invoked, givenUp } = await deliver(batch('a', 'b', 'c', 'd', 'e'), (names) =>
    names.includes('d') ? threw : ok,
  );
  expect(invoked).toEqual(['abcde', 'abc', 'de', 'd', 'd', 'd', 'e']);
  expect(givenUp).toEqual([{ names: 'd', reason: 'RetryAttemptsExhausted', attempts: 3 }]);
});

test('repeats a batch as a whole when it may not be halved, then gives up all of it', async () => {
  const { invoked, givenUp } = await deliver(batch('a', 'b'), () => threw, { bisects: false });
  expect(invoked).toEqual(['ab', 'ab', 'ab']);
  expect(givenUp).toEqual([{ names: 'ab', reason: 'RetryAttemptsExhausted', attempts: 3 }]);
});

test('counts anew once records get through', async () => {
  const { invoked, givenUp } = await deliver(batch('a', 'b', 'c'), (names, call) => {
    if (names.startsWith('a')) return call < 3 ? failedAt('a') : failedAt('b');
    return names.startsWith('b') && call < 5 ? failedAt('b') : ok;
  });
  expect(invoked).toEqual(['abc', 'abc', 'abc', 'bc', 'bc']);
  expect(givenUp).toEqual([]);
});

test('gives up without a retry when none is allowed, and goes on', async () => {
  const { invoked, givenUp } = await deliver(batch('a', 'b'), (names) => (names.includes('a') ? threw : ok), {
    maxRetries: 0,
  });
  expect(invoked).toEqual(['ab', 'a', 'b']);
  expect(givenUp).toEqual([{ names: 'a', reason: 'RetryAttemptsExhausted', attempts: 1 }]);
});

test('tries without end when nothing limits it, at longer and longer intervals', async () => {
  const { invoked, pauses } = await deliver(batch('a'), (_names, call) => (call < 9 ? threw : ok), {
    maxRetries: undefined,
  });
  expect(invoked).toHaveLength(9);
  expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
});

test('gives up a batch that was tried for longer than its records may be old', async () => {
  let time = 0;
  const clock = (): number => time;
  const { invoked, givenUp } = await deliver(
    batch('a'),
    () => {
      time += 700;
      return threw;
    },
    { maxRetries: undefined, maxAgeSeconds: 1 },
    clock,
  );
  expect(invoked).toEqual(['a', 'a']);
  expect(givenUp).toEqual([{ names: 'a', reason: 'RecordAgeExceeded', attempts: 2 }]);
});

test('ends when the pause does', async () => {
  const delivery: Delivery = {
    settings: { ...SETTINGS, maxRetries: undefined },
    invoke: async () => threw,
    giveUp: async () => undefined,
    pause: () => Promise.reject(new Error('stopped')),
    now: () => 0,
  };
  await expect(deliverBatch(delivery, batch('a'))).rejects.toThrow('stopped');
});
