import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createFaults, everyCrashPoint, FAULT_KINDS } from '../support/faults.ts';
import { withoutConditions } from '../support/faulty-dynamo.ts';
import { createKeepAliveClient } from '../support/keep-alive-client.ts';
import { openArrivals } from '../support/open-arrivals.ts';

/** A dependency that notes what reaches it. */
function noting() {
  const seen: string[] = [];
  const note = async (text: string): Promise<string> => {
    seen.push(text);
    return `${text} ${seen.length}`;
  };
  return { seen, store: { name: 'store', put: note, remove: note } };
}

const told = (work: Promise<string>): Promise<string> => work.catch(() => 'failed');

test.each([
  ['before', ['a 1', 'failed', 'c 2'], ['a', 'c']],
  ['after', ['a 1', 'failed', 'c 3'], ['a', 'b', 'c']],
  ['duplicate', ['a 1', 'b 3', 'c 4'], ['a', 'b', 'b', 'c']],
  ['delay', ['a 1', 'b 2', 'c 3'], ['a', 'b', 'c']],
] as const)('a fault %s its effect strikes the call that it names, and no other', async (kind, answers, reached) => {
  const { seen, store } = noting();
  const faults = createFaults();
  const wrapped = faults.wrap(store);
  faults.inject({ at: 2, kind });
  const given = [await told(wrapped.put('a')), await told(wrapped.remove('b')), await told(wrapped.put('c'))];
  expect([given, seen, wrapped.name]).toEqual([answers, reached, 'store']);
  expect(faults.fired).toBe(true);
  expect(faults.heal()).toEqual({ calls: 3, fired: true });
  expect(faults.fired).toBe(false);
});

test('after a lasting fault nothing gets through until it is healed', async () => {
  const { seen, store } = noting();
  const faults = createFaults();
  const wrapped = faults.wrap(store);
  faults.inject({ at: 1, kind: 'after', lasting: true });
  expect([await told(wrapped.put('a')), await told(wrapped.put('b'))]).toEqual(['failed', 'failed']);
  faults.heal();
  await wrapped.put('c');
  expect(seen).toEqual(['a', 'c']);
});

test('a delayed call lets others pass', async () => {
  const { seen, store } = noting();
  const faults = createFaults();
  const wrapped = faults.wrap(store);
  faults.inject({ at: 1, kind: 'delay', until: () => wrapped.put('quick') });
  await wrapped.put('slow');
  expect(seen).toEqual(['quick', 'slow']);
});

test('every crash point of three calls is tried with every kind of fault, or a share of them', async () => {
  const tried: string[] = [];
  const trial = async (fault: { at: number; kind: string }): Promise<boolean> => {
    if (fault.at > 3) return false;
    tried.push(`${fault.kind} ${fault.at}`);
    return true;
  };
  expect(await everyCrashPoint(trial)).toBe(12);
  expect(tried).toEqual(FAULT_KINDS.flatMap((kind) => [1, 2, 3].map((at) => `${kind} ${at}`)));
  const points = await everyCrashPoint(trial, { share: 0.5, seed: 7 });
  expect(points).toBeGreaterThan(0);
  expect(points).toBeLessThan(12);
});

test('a client without conditions sends the write, and nothing that only the condition named', async () => {
  const sent: unknown[] = [];
  // Answers nothing, which no write of this test reads.
  const client = { send: async (_: string, input: unknown) => void sent.push(input) } as unknown as DynamoClient;
  const bare = withoutConditions(client);
  const TableName = 'main';
  const Key = { PK: { S: 'a' }, SK: { S: 'b' } };
  const condition = { ConditionExpression: '#v = :v', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  const named = { ExpressionAttributeNames: { '#v': 'version' }, ExpressionAttributeValues: { ':v': { N: '1' } } };
  await bare.send('PutItem', { TableName, Item: Key, ...condition, ...named });
  await bare.send('TransactWriteItems', {
    TransactItems: [
      { ConditionCheck: { TableName, Key, ...named, ConditionExpression: '#v = :v' } },
      {
        Update: {
          ...{ TableName, Key, ...condition, UpdateExpression: 'ADD #v1 :v1' },
          ExpressionAttributeNames: { '#v': 'version', '#v1': 'members' },
          ExpressionAttributeValues: { ':v': { N: '1' }, ':v1': { N: '1' } },
        },
      },
    ],
  });
  const names = { ExpressionAttributeNames: { '#v1': 'members' }, ExpressionAttributeValues: { ':v1': { N: '1' } } };
  expect(sent).toEqual([
    { TableName, Item: Key },
    { TransactItems: [{ Update: { TableName, Key, UpdateExpression: 'ADD #v1 :v1', ...names } }] },
  ]);
});

test('arrivals do not wait for a server that stalls, and its stall is in the figures', async () => {
  const stalled = { until: 0 };
  const server = createServer((request, response) => {
    if (request.url === '/25') stalled.until = Date.now() + 300;
    setTimeout(() => response.end('{}'), Math.max(0, stalled.until - Date.now()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is no pipe name
  const client = createKeepAliveClient(`http://127.0.0.1:${port}`);
  const load = { rate: 200, seconds: 0.5, seed: 3 };
  const figures = await openArrivals(load, async (index) => {
    const { status } = await client.send('GET', `/${index}`);
    if (status !== 200 || index === 1) throw new Error('counted as an error');
  });
  client.close();
  server.close();
  expect(figures).toMatchObject({ offeredPerSecond: 200, errors: 1 });
  expect(figures.requests).toBeGreaterThan(60);
  // Some 60 requests were due within the 300 ms: a client that waits would have seen one slow answer.
  expect(figures.p50).toBeGreaterThan(20);
  expect(figures.p95).toBeGreaterThan(200);
});
