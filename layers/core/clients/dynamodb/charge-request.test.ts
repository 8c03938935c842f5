import { nothingSpent, type Spent, withRequestScope } from '../../request-scope.ts';
import { chargeRequest } from './charge-request.ts';
import { createDynamoClient, type DynamoClient } from './create-dynamo-client.ts';
import { answer, failure, type ScriptedService, startScriptedService } from './scripted-service.ts';

const KEY = { TableName: 't', Key: { PK: { S: 'a' } } };
const PUT = { TableName: 't', Item: { PK: { S: 'a' } }, ConditionExpression: 'attribute_not_exists(PK)' };

let service: ScriptedService;
let client: DynamoClient;

beforeEach(async () => {
  service = await startScriptedService();
  client = createDynamoClient({
    region: 'eu-west-1',
    endpoint: service.endpoint,
    credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    sleep: async () => undefined,
  });
});
afterEach(() => service.stop());

/** What a request spends that does this, whether it succeeds or not. */
async function spentBy(work: () => Promise<unknown>): Promise<Spent> {
  const spent = nothingSpent();
  await withRequestScope({ ms: 5_000, traceId: 't', spent }, work).catch(() => undefined);
  return spent;
}
const consumed = (...units: readonly object[]) =>
  answer(200, { ConsumedCapacity: units.length === 1 ? units[0] : units });

test('asks for the total of capacity units, and for the detail where that is wanted', async () => {
  await client.send('GetItem', KEY);
  await client.send('GetItem', { ...KEY, ReturnConsumedCapacity: 'INDEXES' });
  expect(service.seen.map(({ body }) => body['ReturnConsumedCapacity'])).toEqual(['TOTAL', 'INDEXES']);
});

test('adds what its answers tell to what the request has spent', async () => {
  service.script(consumed({ CapacityUnits: 0.5 }), consumed({ CapacityUnits: 1 }), consumed({ CapacityUnits: 3 }));
  const spent = await spentBy(async () => {
    await client.send('GetItem', KEY);
    await client.send('GetItem', KEY);
    await client.send('PutItem', PUT);
  });
  expect(spent).toEqual({ awsCalls: 3, readUnits: 1.5, writeUnits: 3 });
});

test('counts each attempt, and the units of the one that was answered', async () => {
  service.script(failure('ThrottlingException'), answer(500, 'broken'), consumed({ CapacityUnits: 1 }));
  expect(await spentBy(() => client.send('GetItem', KEY))).toEqual({ awsCalls: 3, readUnits: 1, writeUnits: 0 });
});

test('knows of no units where a condition failed: DynamoDB takes them and tells none', async () => {
  service.script(failure('ConditionalCheckFailedException'));
  expect(await spentBy(() => client.send('PutItem', PUT))).toEqual({ awsCalls: 1, readUnits: 0, writeUnits: 0 });
});

test.each([
  ['GetItem', { CapacityUnits: 1 }, 1, 0],
  ['Query', { CapacityUnits: 0.5 }, 0.5, 0],
  ['BatchGetItem', [{ CapacityUnits: 2 }, { CapacityUnits: 1 }], 3, 0],
  ['TransactGetItems', [{ CapacityUnits: 4, ReadCapacityUnits: 4 }], 4, 0],
  ['PutItem', { CapacityUnits: 2 }, 0, 2],
  ['UpdateItem', { CapacityUnits: 1 }, 0, 1],
  ['DeleteItem', { CapacityUnits: 1 }, 0, 1],
  ['TransactWriteItems', [{ CapacityUnits: 4, WriteCapacityUnits: 4 }, { CapacityUnits: 2 }], 0, 6],
  ['TransactWriteItems', [{ CapacityUnits: 2, ReadCapacityUnits: 2 }], 2, 0],
  ['GetItem', undefined, 0, 0],
] as const)(
  'takes %s that told %j for %d read and %d written units',
  async (operation, told, readUnits, writeUnits) => {
    // As DynamoDB answers it: one table's, or those of several.
    const output = { ConsumedCapacity: told } as Parameters<typeof chargeRequest>[1];
    expect(await spentBy(async () => chargeRequest(operation, output))).toMatchObject({ readUnits, writeUnits });
  },
);

test('outside a request nothing is counted, and the call is made', async () => {
  await expect(client.send('GetItem', KEY)).resolves.toHaveProperty('Item');
});
