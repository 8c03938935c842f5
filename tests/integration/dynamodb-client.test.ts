import type { DynamoClient, DynamoInput, DynamoOperation, DynamoOutput } from '@gymcoach/core/clients/dynamodb';
import { CLIENT_KINDS, openDynamoClient, outcomeOf } from '../support/dynamo-clients.ts';
import { availableEngines, createTables, type DynamoEngine, startDynamoEngine } from '../support/dynamodb-engines.ts';

const TableName = 'contract-main';
/** Every answer tells its capacity, which one test looks at. */
type Told = { readonly ConsumedCapacity?: unknown };

test('has an engine to run on, and both where it counts', () => {
  expect(availableEngines().length).toBeGreaterThanOrEqual(process.env['CI'] === undefined ? 1 : 2);
});

describe.each(availableEngines())('on %s', (engineKind) => {
  let engine: DynamoEngine;

  beforeAll(async () => {
    engine = await startDynamoEngine(engineKind);
    await createTables(engine.endpoint, { main: TableName, ephemeral: 'contract-ephemeral', audit: 'contract-audit' });
  }, 60_000);

  afterAll(() => engine?.stop());

  describe.each(CLIENT_KINDS)('the client "%s"', (kind) => {
    let client: DynamoClient;
    beforeAll(() => {
      client = openDynamoClient(kind, engine.endpoint);
    });

    const send = <Op extends DynamoOperation>(operation: Op, input: DynamoInput<Op>) =>
      outcomeOf(client.send(operation, input).then(({ ConsumedCapacity: _, ...output }: Told) => output));
    const key = (sk: string) => ({ PK: { S: `U#${kind}` }, SK: { S: sk } });
    const put = (sk: string, attributes: DynamoInput<'PutItem'>['Item']) =>
      send('PutItem', { TableName, Item: { ...key(sk), ...attributes } });
    const get = (sk: string) => send('GetItem', { TableName, Key: key(sk), ConsistentRead: true });
    const NOTHING = { output: {} };
    const INVALID = { failure: 'ValidationException' };

    test.each<[string, NonNullable<DynamoInput<'PutItem'>['Item']>]>([
      ['numbers', { a: { N: '0' }, b: { N: '-1.5' }, c: { N: '12345678901234567890123456789012345678' } }],
      ['unicode', { 'gewicht ⚖️': { S: 'Ünïcode 🏋️‍♀️ \u2028 " \\ \u0001' } }],
      ['empty strings', { text: { S: '' }, list: { L: [] }, map: { M: {} } }],
      ['null and booleans', { n: { NULL: true }, t: { BOOL: true }, f: { BOOL: false } }],
      ['nested maps and lists', { m: { M: { l: { L: [{ M: { n: { N: '1' } } }, { S: 'x' }] } } } }],
      ['sets', { s: { SS: ['a', 'b'] }, n: { NS: ['1'] } }],
      [
        'bytes',
        { b: { B: new Uint8Array([0, 255, 1]) }, s: { BS: [new Uint8Array([7])] }, e: { B: new Uint8Array() } },
      ],
      ['attributes named like types', { B: { M: { B: { S: 'x' }, S: { B: new Uint8Array([1]) } } } }],
      ['almost 400 kB', { text: { S: 'é'.repeat(199_000) } }],
    ])('stores and reads %s', async (name, attributes) => {
      expect(await put(name, attributes)).toEqual(NOTHING);
      expect(await get(name)).toEqual({ output: { Item: { ...key(name), ...attributes } } });
    });

    test('reads what is not there as no item', async () => {
      expect(await get('absent')).toEqual(NOTHING);
    });

    test.each<[string, DynamoInput<'PutItem'>['Item']]>([
      ['an item above 400 kB', { text: { S: 'x'.repeat(410_000) } }],
      ['an empty set', { s: { SS: [] } }],
      ['a set with an element twice', { s: { SS: ['a', 'a'] } }],
      ['a number that is none', { n: { N: 'seven' } }],
      ['a number with more than 38 digits', { n: { N: '1'.repeat(39) } }],
      ['an empty key', { SK: { S: '' } }],
      ['a key of another type', { SK: { N: '1' } }],
      ['a key of an index of another type', { G1P: { N: '1' } }],
    ])('refuses %s', async (_, attributes) => {
      expect(await put('refused', attributes)).toEqual(INVALID);
      expect(await get('refused')).toEqual(NOTHING);
    });

    test('puts once where the item must be absent, and shows the one that is there when asked to', async () => {
      const once = (shown?: 'ALL_OLD') =>
        send('PutItem', {
          TableName,
          Item: { ...key('once'), v: { N: '1' } },
          ConditionExpression: 'attribute_not_exists(PK)',
          ReturnValuesOnConditionCheckFailure: shown,
        });
      expect(await once()).toEqual(NOTHING);
      expect(await once()).toEqual({ conditionFailed: [{ code: 'ConditionalCheckFailed' }] });
      const item = { ...key('once'), v: { N: '1' } };
      expect(await once('ALL_OLD')).toEqual({ conditionFailed: [{ code: 'ConditionalCheckFailed', item }] });
    });

    test('updates under a condition and returns the new item', async () => {
      const update = (expected: string) =>
        send('UpdateItem', {
          TableName,
          Key: key('counter'),
          UpdateExpression: 'SET #v = if_not_exists(#v, :zero) + :one',
          ConditionExpression: 'attribute_not_exists(#v) OR #v = :expected',
          ExpressionAttributeNames: { '#v': 'version' },
          ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' }, ':expected': { N: expected } },
          ReturnValues: 'ALL_NEW',
        });
      const item = (version: string) => ({ ...key('counter'), version: { N: version } });
      expect(await update('0')).toEqual({ output: { Attributes: item('1') } });
      expect(await update('1')).toEqual({ output: { Attributes: item('2') } });
      expect(await update('1')).toEqual({ conditionFailed: [{ code: 'ConditionalCheckFailed' }] });
    });

    test('deletes, returns what was there, and does not mind a second time', async () => {
      await put('gone', { a: { S: 'x' } });
      const remove = () => send('DeleteItem', { TableName, Key: key('gone'), ReturnValues: 'ALL_OLD' });
      expect(await remove()).toEqual({ output: { Attributes: { ...key('gone'), a: { S: 'x' } } } });
      const second = await remove(); // Amazon's own engine tells the capacity of this one unasked
      expect(second).toHaveProperty('output');
      expect(second).not.toHaveProperty('output.Attributes');
    });

    test.each([
      { IndexName: undefined, attribute: 'PK', value: `U#page-${kind}` },
      { IndexName: 'GSI1', attribute: 'G1P', value: `U#page-${kind}#SES` },
    ])('pages through $attribute, newest first', async ({ IndexName, attribute, value }) => {
      for (let index = 0; index < 5; index += 1) {
        const PK = { S: `U#page-${kind}` };
        const indexed = { G1P: { S: `U#page-${kind}#SES` }, G1S: { S: `2026-0${index + 1}` } };
        await send('PutItem', { TableName, Item: { PK, SK: { S: `SES#${index}` }, ...indexed } });
      }
      const pages: (string | undefined)[][] = [];
      let ExclusiveStartKey: DynamoOutput<'Query'>['LastEvaluatedKey'];
      do {
        const page = await client.send('Query', {
          TableName,
          IndexName,
          KeyConditionExpression: '#p = :p',
          ExpressionAttributeNames: { '#p': attribute },
          ExpressionAttributeValues: { ':p': { S: value } },
          ScanIndexForward: false,
          Limit: 2,
          ExclusiveStartKey,
        });
        pages.push((page.Items ?? []).map((item) => item['SK']?.S));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      expect(pages).toEqual([['SES#4', 'SES#3'], ['SES#2', 'SES#1'], ['SES#0']]);
    });

    test('writes a transaction whole, or not at all, and shows the item in the way', async () => {
      const write = () =>
        send('TransactWriteItems', {
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
            { ConditionCheck: { TableName, Key: key('T#3'), ConditionExpression: 'attribute_not_exists(PK)' } },
          ],
        });
      expect(await write()).toEqual(NOTHING);
      await send('DeleteItem', { TableName, Key: key('T#1') });
      const item = { ...key('T#2'), n: { N: '2' } };
      expect(await write()).toEqual({
        conditionFailed: [{ code: 'None' }, { code: 'ConditionalCheckFailed', item }, { code: 'None' }],
      });
      expect(await get('T#1')).toEqual(NOTHING);
    });

    test('does a transaction that is sent twice under one token once, and no other under it', async () => {
      const add = (n: string) =>
        send('TransactWriteItems', {
          ClientRequestToken: `${kind}-token-1`,
          TransactItems: [
            {
              Update: {
                TableName,
                Key: key('added'),
                UpdateExpression: 'ADD n :n',
                ExpressionAttributeValues: { ':n': { N: n } },
              },
            },
          ],
        });
      expect(await add('1')).toEqual(NOTHING);
      expect(await add('1')).toEqual(NOTHING);
      expect(await add('2')).toEqual({ failure: 'IdempotentParameterMismatchException' });
      expect(await get('added')).toEqual({ output: { Item: { ...key('added'), n: { N: '1' } } } });
    });

    test('reads several items in a batch and in a transaction', async () => {
      await put('R#1', { a: { S: 'x' } });
      const Item = { ...key('R#1'), a: { S: 'x' } };
      const Keys = [key('R#1'), key('R#absent')];
      expect(await send('BatchGetItem', { RequestItems: { [TableName]: { Keys } } })).toEqual({
        output: { Responses: { [TableName]: [Item] }, UnprocessedKeys: {} },
      });
      const TransactItems = Keys.map((Key) => ({ Get: { TableName, Key } }));
      expect(await send('TransactGetItems', { TransactItems })).toEqual({ output: { Responses: [{ Item }, {}] } });
    });

    test('tells the capacity that a call took, when asked to', async () => {
      await put('cost', { a: { S: 'x' } });
      const cost = { TableName, Key: key('cost') } as const;
      expect(await client.send('GetItem', cost)).toMatchObject({
        ConsumedCapacity: { TableName, CapacityUnits: 0.5 },
      });
      const consistent = await client.send('GetItem', { ...cost, ConsistentRead: true });
      expect(consistent).toMatchObject({ ConsumedCapacity: { CapacityUnits: 1 } });
    });

    test('names what is wrong with a request', async () => {
      expect(await send('GetItem', { TableName, Key: { PK: { S: 'half a key' } } })).toEqual(INVALID);
      expect(await send('PutItem', { TableName, Item: key('x'), ConditionExpression: 'not an expression' })).toEqual(
        INVALID,
      );
      const absent = { TableName: 'no-such-table', Key: key('x') };
      expect(await send('GetItem', absent)).toEqual({ failure: 'ResourceNotFoundException' });
    });
  });
});
