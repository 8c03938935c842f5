import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { DynamoClient } from '../clients/dynamodb.ts';
import { type Condition, conditionFields } from './condition.ts';
import type { Key, Range } from './keys.ts';
import { type Attributes, type Item, marshal, unmarshal, type Value } from './marshal.ts';

/** One change. `table` names another table than the one that writes, for a transaction over both. */
export type Write =
  | {
      readonly table?: string;
      readonly put: Key & Readonly<Record<string, Value | undefined>>;
      readonly when: Condition;
    }
  | { readonly table?: string; readonly delete: Key; readonly when: Condition };

export interface Page {
  readonly items: readonly Item[];
  /** Sort key after which the next page begins; absent at the end. */
  readonly last?: string;
}

/** A DynamoDB table, in plain values. Failures are those of the client: `ConditionFailed`, or `AppError` unavailable. */
export interface Table {
  readonly name: string;
  /** Strongly consistent unless said otherwise. */
  get(key: Key, options?: { readonly consistent?: boolean }): Promise<Item | undefined>;
  /** Rows of a range in key order, strongly consistent. */
  query(range: Range, options: { readonly limit: number; readonly after?: string | undefined }): Promise<Page>;
  /** All of the writes or none: one as it is, several as a transaction. */
  write(writes: readonly Write[]): Promise<void>;
}

/** @example const main = createTable(dynamoClient(), environment.mainTable); */
export function createTable(client: DynamoClient, name: string): Table {
  return {
    name,

    async get(key, { consistent = true } = {}) {
      const { Item } = await client.send('GetItem', {
        TableName: name,
        Key: marshal({ PK: key.PK, SK: key.SK }),
        ConsistentRead: consistent,
      });
      return Item === undefined ? undefined : unmarshal(Item);
    },

    async query({ PK, prefix }, { limit, after }) {
      const values: Record<string, Value> = { ':pk': PK, ':prefix': prefix };
      const { Items = [], LastEvaluatedKey } = await client.send('Query', {
        TableName: name,
        KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: marshal(values),
        ConsistentRead: true,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: marshal({ PK, SK: after }) }),
      });
      const last = LastEvaluatedKey?.['SK']?.S;
      return { items: Items.map(unmarshal), ...(last === undefined ? {} : { last }) };
    },

    async write(writes) {
      const [only, ...others] = writes.map((write) => transactItem(write, name));
      if (only === undefined) return;
      if (others.length > 0) await client.send('TransactWriteItems', { TransactItems: [only, ...others] });
      else if (only.Put !== undefined) await client.send('PutItem', only.Put);
      else if (only.Delete !== undefined) await client.send('DeleteItem', only.Delete);
    },
  };
}

function transactItem(write: Write, own: string): TransactWriteItem {
  const target = {
    TableName: write.table ?? own,
    ...conditionFields(write.when),
    ...(write.when === 'always' ? {} : { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
  };
  if ('put' in write) return { Put: { ...target, Item: marshal(write.put) } };
  const key: Attributes = marshal({ PK: write.delete.PK, SK: write.delete.SK });
  return { Delete: { ...target, Key: key } };
}
