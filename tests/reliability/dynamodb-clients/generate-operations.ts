import type { DynamoInput, DynamoOperation } from '@gymcoach/core/clients/dynamodb';
import fc, { type Arbitrary } from 'fast-check';
import { condition, type Expression, filter, keyCondition, projection, update } from './generate-expressions.ts';
import { type Attributes, itemOf, keyOf, sometimes } from './generate-values.ts';

/** A call that is the same for every client but for the table. */
export type GeneratedCall = {
  readonly [Op in DynamoOperation]: { readonly operation: Op; readonly input: (table: string) => DynamoInput<Op> };
}[DynamoOperation];

/** In one call of three. */
const maybe = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, arbitrary);
const capacity = fc.constantFrom(undefined, undefined, 'TOTAL' as const, 'INDEXES' as const);
const shown = fc.constantFrom(undefined, 'ALL_OLD' as const);
const consistent = fc.constantFrom(undefined, true, false);

/** Fields of a request from its expressions; names and values of all of them together. */
function fields(expressions: Readonly<Record<string, Expression | undefined>>) {
  const present = Object.entries(expressions).flatMap(([field, one]) => (one === undefined ? [] : [{ field, ...one }]));
  const names: Record<string, string> = {};
  const values: Attributes = {};
  for (const one of present) {
    Object.assign(names, one.names);
    Object.assign(values, one.values);
  }
  return {
    ...Object.fromEntries(present.map(({ field, text }) => [field, text])),
    ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

/** Calls of all eight operations on one partition, of which some are refused. */
export function callsOn(partition: string): Arbitrary<GeneratedCall> {
  const key = keyOf(partition);
  const item = itemOf(partition);
  const keys = fc.array(key, { minLength: 1, maxLength: 4 });

  const get = fc.record({ Key: key, read: maybe(projection), ConsistentRead: consistent }).map(({ read, ...rest }) => ({
    ...rest,
    ...fields({ ProjectionExpression: read }),
  }));
  const put = fc.record({ Item: item, when: maybe(condition) }).map(({ when, ...rest }) => ({
    ...rest,
    ...fields({ ConditionExpression: when }),
  }));
  const change = fc.record({ Key: key, set: update, when: maybe(condition) }).map(({ set, when, ...rest }) => ({
    ...rest,
    UpdateExpression: set.text,
    ...fields({ UpdateExpression: set, ConditionExpression: when }),
  }));
  const remove = fc.record({ Key: key, when: maybe(condition) }).map(({ when, ...rest }) => ({
    ...rest,
    ...fields({ ConditionExpression: when }),
  }));
  const check = fc.record({ Key: key, when: condition }).map(({ when, ...rest }) => ({
    ...rest,
    ConditionExpression: when.text,
    ...fields({ ConditionExpression: when }),
  }));
  const query = fc.boolean().chain((index) =>
    fc
      .record({
        where: keyCondition(partition, index),
        only: maybe(filter),
        read: maybe(projection),
        IndexName: fc.constant(index ? 'GSI1' : undefined),
        Limit: sometimes(25, fc.constantFrom<number | undefined>(0, -1), maybe(fc.integer({ min: 1, max: 4 }))),
        ScanIndexForward: consistent,
        ConsistentRead: consistent, // an index refuses it
        Select: fc.constantFrom(undefined, undefined, undefined, 'COUNT' as const),
      })
      .map(({ where, only, read, ...rest }) => ({
        ...rest,
        ...fields({ KeyConditionExpression: where, FilterExpression: only, ProjectionExpression: read }),
      })),
  );
  const withShown = <T>(arbitrary: Arbitrary<T>) =>
    fc.tuple(arbitrary, shown).map(([one, ReturnValuesOnConditionCheckFailure]) => ({
      ...one,
      ReturnValuesOnConditionCheckFailure,
    }));
  const member = fc.oneof(
    withShown(put).map((Put) => (TableName: string) => ({ Put: { TableName, ...Put } })),
    withShown(change).map((Update) => (TableName: string) => ({ Update: { TableName, ...Update } })),
    withShown(remove).map((Delete) => (TableName: string) => ({ Delete: { TableName, ...Delete } })),
    withShown(check).map((Check) => (TableName: string) => ({ ConditionCheck: { TableName, ...Check } })),
  );
  const members = fc.array(member, { minLength: 1, maxLength: 4 });
  const returned = fc.constantFrom(undefined, 'NONE' as const, 'ALL_OLD' as const);
  const returnedOf = fc.constantFrom(undefined, 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW' as const);

  return fc
    .tuple(
      fc.oneof(
        get.map((one) => made('GetItem', (TableName) => ({ TableName, ...one }))),
        fc.record({ Keys: keys, ConsistentRead: consistent, read: maybe(projection) }).map(({ read, ...rest }) =>
          made('BatchGetItem', (table) => ({
            RequestItems: { [table]: { ...rest, ...fields({ ProjectionExpression: read }) } },
          })),
        ),
        {
          weight: 3,
          arbitrary: fc
            .tuple(withShown(put), returned)
            .map(([one, ReturnValues]) => made('PutItem', (TableName) => ({ TableName, ReturnValues, ...one }))),
        },
        {
          weight: 3,
          arbitrary: fc
            .tuple(withShown(change), returnedOf)
            .map(([one, ReturnValues]) => made('UpdateItem', (TableName) => ({ TableName, ReturnValues, ...one }))),
        },
        fc
          .tuple(withShown(remove), returned)
          .map(([one, ReturnValues]) => made('DeleteItem', (TableName) => ({ TableName, ReturnValues, ...one }))),
        { weight: 2, arbitrary: query.map((one) => made('Query', (TableName) => ({ TableName, ...one }))) },
        {
          weight: 2,
          arbitrary: members.map((list) =>
            made('TransactWriteItems', (table) => ({ TransactItems: list.map((one) => one(table)) })),
          ),
        },
        fc.array(get, { minLength: 1, maxLength: 4 }).map((list) =>
          made('TransactGetItems', (TableName) => ({
            // A member knows no consistency of its own: the whole is consistent.
            TransactItems: list.map(({ ConsistentRead: _, ...one }) => ({ Get: { TableName, ...one } })),
          })),
        ),
      ),
      capacity,
      fc.integer({ min: 0, max: 99 }),
    )
    .map(([call, ReturnConsumedCapacity, chance]) => {
      const { operation, input } = call;
      const target = (table: string): string => (chance === 0 ? 'no-such-table' : table);
      // The operation and its input stay the pair that they were.
      return { operation, input: (table) => ({ ReturnConsumedCapacity, ...input(target(table)) }) } as GeneratedCall;
    });
}

const made = <Op extends DynamoOperation>(operation: Op, input: (table: string) => DynamoInput<Op>) =>
  ({ operation, input }) as unknown as GeneratedCall; // one of its members, for the operation decides which
