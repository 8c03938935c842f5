import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  createDynamoClient,
  type DynamoClient,
  type DynamoInput,
  type DynamoOperation,
  type DynamoOutput,
  isConditionFailed,
} from '@gymcoach/core/clients/dynamodb';
import { availableEngines, createTables, type DynamoEngine, startDynamoEngine } from '../support/dynamodb-engines.ts';
import { sendBySdk } from '../support/send-by-sdk.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const OURS = 'ours-main';
const THEIRS = 'theirs-main';
/** Of an answer that has nothing else to say. */
const ONLY_CAPACITY = { ConsumedCapacity: expect.anything() };

test('has an engine to run on, and both where it counts', () => {
  expect(availableEngines().length).toBeGreaterThanOrEqual(process.env['CI'] === undefined ? 1 : 2);
});

describe.each(availableEngines())('on %s, as the AWS SDK does, our client', (kind) => {
  let engine: DynamoEngine;
  let ours: DynamoClient;
  let sdk: DynamoDBClient;

  beforeAll(async () => {
    engine = await startDynamoEngine(kind);
    await createTables(engine.endpoint, { main: OURS, ephemeral: 'ours-ephemeral', audit: 'ours-audit' });
    await createTables(engine.endpoint, { main: THEIRS, ephemeral: 'theirs-ephemeral', audit: 'theirs-audit' });
    ours = createDynamoClient({ region: 'eu-west-1', endpoint: engine.endpoint, credentials: () => credentials });
    sdk = new DynamoDBClient({ region: 'eu-west-1', endpoint: engine.endpoint, credentials });
  }, 60_000);

  afterAll(async () => {
    sdk?.destroy();
    await engine?.stop();
  });

  /** The same call through both clients, each on its own table; their outcomes are equal, and the first is returned. */
  async function alike<Op extends DynamoOperation>(operation: Op, input: (table: string) => DynamoInput<Op>) {
    const [mine, reference] = await Promise.all([
      ours.send(operation, input(OURS)).then((output) => ({ output }), outcomeOfFailure),
      sendBySdk(sdk, operation, input(THEIRS)).then((output) => ({ output }), outcomeOfFailure),
    ]);
    expect(nameless(mine)).toEqual(nameless(reference));
    return mine;
  }

  const key = (sk: string) => ({ PK: { S: 'U#1' }, SK: { S: sk } });
  const get = (sk: string) => alike('GetItem', (TableName) => ({ TableName, Key: key(sk), ConsistentRead: true }));

  test.each<[string, NonNullable<DynamoInput<'PutItem'>['Item']>]>([
    ['numbers', { a: { N: '0' }, b: { N: '-1.5e-7' }, c: { N: '12345678901234567890123456789012345678' } }],
    ['unicode', { 'gewicht ⚖️': { S: 'Ünïcode 🏋️‍♀️ \u2028 " \\ \u0001' } }],
    ['empty strings', { text: { S: '' }, list: { L: [] }, map: { M: {} } }],
    ['null and booleans', { n: { NULL: true }, t: { BOOL: true }, f: { BOOL: false } }],
    ['nested maps and lists', { m: { M: { l: { L: [{ M: { n: { N: '1' } } }, { S: 'x' }] } } } }],
    ['sets', { s: { SS: ['a', 'b'] }, n: { NS: ['1'] } }],
    ['bytes', { b: { B: new Uint8Array([0, 255, 1]) }, s: { BS: [new Uint8Array([7])] }, e: { B: new Uint8Array() } }],
    ['attributes named like types', { B: { M: { B: { S: 'x' }, S: { B: new Uint8Array([1]) } } } }],
    ['almost 400 kB', { text: { S: 'é'.repeat(200_000) } }],
  ])('stores and reads %s', async (name, attributes) => {
    const Item = { ...key(name), ...attributes };
    await alike('PutItem', (TableName) => ({ TableName, Item }));
    const read = await get(name);
    expect(read).toMatchObject({ output: { Item: { PK: { S: 'U#1' } } } });
  });

  test('reads what is not there as no item', async () => {
    const read = await get('absent');
    expect(read).toEqual({ output: ONLY_CAPACITY });
  });

  test('refuses an item above 400 kB', async () => {
    const Item = { ...key('large'), text: { S: 'x'.repeat(410_000) } };
    const outcome = await alike('PutItem', (TableName) => ({ TableName, Item }));
    expect(outcome).toEqual({ failure: 'ValidationException' });
  });

  test('puts once where the item must be absent, and shows the one that is there', async () => {
    const put = () =>
      alike('PutItem', (TableName) => ({
        TableName,
        Item: { ...key('once'), v: { N: '1' } },
        ConditionExpression: 'attribute_not_exists(PK)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }));
    expect(await put()).toHaveProperty('output');
    const item = { ...key('once'), v: { N: '1' } };
    expect(await put()).toEqual({ conditionFailed: [{ code: 'ConditionalCheckFailed', item }] });
  });

  test('updates under a condition and returns the new item', async () => {
    const update = (expected: string) =>
      alike('UpdateItem', (TableName) => ({
        TableName,
        Key: key('counter'),
        UpdateExpression: 'SET #v = if_not_exists(#v, :zero) + :one',
        ConditionExpression: 'attribute_not_exists(#v) OR #v = :expected',
        ExpressionAttributeNames: { '#v': 'version' },
        ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' }, ':expected': { N: expected } },
        ReturnValues: 'ALL_NEW',
      }));
    expect(await update('0')).toMatchObject({ output: { Attributes: { version: { N: '1' } } } });
    expect(await update('1')).toMatchObject({ output: { Attributes: { version: { N: '2' } } } });
    expect(await update('1')).toEqual({ conditionFailed: [{ code: 'ConditionalCheckFailed' }] });
  });

  test('deletes, returns what was there, and does not mind a second time', async () => {
    await alike('PutItem', (TableName) => ({ TableName, Item: { ...key('gone'), a: { S: 'x' } } }));
    const remove = () => alike('DeleteItem', (TableName) => ({ TableName, Key: key('gone'), ReturnValues: 'ALL_OLD' }));
    expect(await remove()).toMatchObject({ output: { Attributes: { a: { S: 'x' } } } });
    expect(await remove()).not.toHaveProperty('output.Attributes');
  });

  test('pages through a partition and an index', async () => {
    for (let index = 0; index < 5; index += 1) {
      const Item = {
        ...{ PK: { S: 'U#page' }, SK: { S: `SES#${index}` } },
        ...{ G1P: { S: 'U#page#SES' }, G1S: { S: `2026-0${index + 1}` } },
      };
      await alike('PutItem', (TableName) => ({ TableName, Item }));
    }
    for (const { IndexName, attribute, value } of [
      { IndexName: undefined, attribute: 'PK', value: 'U#page' },
      { IndexName: 'GSI1', attribute: 'G1P', value: 'U#page#SES' },
    ]) {
      const read: (string | undefined)[] = [];
      let ExclusiveStartKey: DynamoOutput<'Query'>['LastEvaluatedKey'];
      do {
        const page = await alike('Query', (TableName) => ({
          TableName,
          IndexName,
          KeyConditionExpression: '#p = :p',
          ExpressionAttributeNames: { '#p': attribute },
          ExpressionAttributeValues: { ':p': { S: value } },
          ScanIndexForward: false,
          Limit: 2,
          ExclusiveStartKey,
        }));
        if (!('output' in page)) throw new Error('The query failed');
        read.push(...(page.output.Items ?? []).map((item) => item['SK']?.S));
        ExclusiveStartKey = page.output.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      expect(read).toEqual(['SES#4', 'SES#3', 'SES#2', 'SES#1', 'SES#0']);
    }
  });

  test('writes a transaction whole, or not at all, and shows the item in the way', async () => {
    const write = () =>
      alike('TransactWriteItems', (TableName) => ({
        TransactItems: [
          { Put: { TableName, Item: { ...key('T#1'), n: { N: '1' } } } },
          {
            Put: {
              TableName,
              Item: { ...key('T#2'), n: { N: '2' } },
              ConditionExpression: 'attribute_not_exists(PK)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            ConditionCheck: { TableName, Key: key('T#3'), ConditionExpression: 'attribute_not_exists(PK)' },
          },
        ],
      }));
    expect(await write()).toEqual({ output: ONLY_CAPACITY });
    await alike('DeleteItem', (TableName) => ({ TableName, Key: key('T#1') }));
    const item = { ...key('T#2'), n: { N: '2' } };
    expect(await write()).toEqual({
      conditionFailed: [{ code: 'None' }, { code: 'ConditionalCheckFailed', item }, { code: 'None' }],
    });
    expect(await get('T#1')).toEqual({ output: ONLY_CAPACITY });
  });

  test('does a transaction that is sent twice under one token once', async () => {
    const add = () =>
      alike('TransactWriteItems', (TableName) => ({
        ClientRequestToken: `${TableName}-token-1`,
        TransactItems: [
          {
            Update: {
              TableName,
              Key: key('added'),
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: { ':one': { N: '1' } },
            },
          },
        ],
      }));
    await add();
    await add();
    expect(await get('added')).toMatchObject({ output: { Item: { n: { N: '1' } } } });
  });

  test('reads several items in a batch and in a transaction', async () => {
    await alike('PutItem', (TableName) => ({ TableName, Item: { ...key('R#1'), a: { S: 'x' } } }));
    const batch = await alike('BatchGetItem', (TableName) => ({
      RequestItems: { [TableName]: { Keys: [key('R#1'), key('R#absent')] } },
    }));
    expect(batch).toMatchObject({ output: { Responses: { [OURS]: [{ a: { S: 'x' } }] } } });
    const both = await alike('TransactGetItems', (TableName) => ({
      TransactItems: [{ Get: { TableName, Key: key('R#1') } }, { Get: { TableName, Key: key('R#absent') } }],
    }));
    expect(both).toMatchObject({ output: { Responses: [{ Item: { a: { S: 'x' } } }, {}] } });
  });

  test('names what is wrong with a request', async () => {
    const outcome = await alike('GetItem', (TableName) => ({ TableName, Key: { PK: { S: 'half a key' } } }));
    expect(outcome).toEqual({ failure: 'ValidationException' });
    const absent = await alike('GetItem', () => ({ TableName: 'no-such-table', Key: key('x') }));
    expect(absent).toEqual({ failure: 'ResourceNotFoundException' });
  });
});

type Outcome = { readonly conditionFailed: readonly object[] } | { readonly failure: string };

/** Both clients' errors in one form: ours as it is, the SDK's by what our client promises for it. */
function outcomeOfFailure(error: unknown): Outcome {
  if (isConditionFailed(error)) return { conditionFailed: error.reasons };
  if (!(error instanceof Error)) throw error;
  const { Item, CancellationReasons } = error as {
    Item?: object;
    CancellationReasons?: { Code?: string; Item?: object }[];
  }; // absent on other errors
  const plain = ({ Code, Item: item }: { Code?: string; Item?: object }) => ({
    code: Code,
    ...(item === undefined ? {} : { item }),
  });
  if (error.name === 'ConditionalCheckFailedException') {
    return { conditionFailed: [plain({ Code: 'ConditionalCheckFailed', ...(Item === undefined ? {} : { Item }) })] };
  }
  if (error.name === 'TransactionCanceledException') return { conditionFailed: (CancellationReasons ?? []).map(plain) };
  return { failure: error.name };
}

/** Each client has a table of its own, which the answer of a batch repeats. */
const nameless = (outcome: unknown): unknown =>
  JSON.parse(JSON.stringify(outcome).replaceAll(OURS, 'table').replaceAll(THEIRS, 'table'));
