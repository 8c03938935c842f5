import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { DynamoClient } from '../clients/dynamodb.ts';
import { conditionFields } from './condition.ts';
import { type Attributes, marshal, type Value } from './marshal.ts';
import type { FieldWrite, Write } from './table.ts';

/** All of the writes or none, as `Table.write` promises; `name` is the table of those that name none. */
export async function writeRows(client: DynamoClient, name: string, writes: readonly Write[]): Promise<void> {
  const [only, ...others] = writes.map((write) => transactItem(write, name));
  if (only === undefined) return;
  if (others.length > 0) await client.send('TransactWriteItems', { TransactItems: [only, ...others] });
  else if (only.Put !== undefined) await client.send('PutItem', only.Put);
  else if (only.Update !== undefined) await client.send('UpdateItem', only.Update, { repeatable: !counts(writes[0]) });
  else if (only.Delete !== undefined) await client.send('DeleteItem', only.Delete);
}

/** Whether doing it twice counts twice: it adds, and no version that moves on with it is in its condition. */
const counts = (write: Write | undefined): boolean =>
  write !== undefined && 'add' in write && (typeof write.when === 'string' || !('version' in write.when));

function transactItem(write: Write, own: string): TransactWriteItem {
  const target = {
    TableName: write.table ?? own,
    ...conditionFields(write.when),
    ...(write.when === 'always' ? {} : { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
  };
  if ('put' in write) return { Put: { ...target, Item: marshal(write.put) } };
  if ('update' in write) return { Update: { ...target, ...changes(write) } };
  const key: Attributes = marshal({ PK: write.delete.PK, SK: write.delete.SK });
  return { Delete: { ...target, Key: key } };
}

function changes({ update: { PK, SK }, set = {}, add = {}, when }: FieldWrite) {
  const names: Record<string, string> = {};
  const values: Record<string, Value> = {};
  const list = (fields: Readonly<Record<string, Value>>, mark: string, operator: string): string =>
    Object.entries(fields)
      .map(([field, value], index) => {
        names[`#${mark}${index}`] = field;
        values[`:${mark}${index}`] = value;
        return `#${mark}${index}${operator}:${mark}${index}`;
      })
      .join(', ');
  const [sets, adds] = [list(set, 's', ' = '), list(add, 'a', ' ')];
  const { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = conditionFields(when);
  return {
    Key: marshal({ PK, SK }),
    UpdateExpression: [sets && `SET ${sets}`, adds && `ADD ${adds}`].filter(Boolean).join(' '),
    ExpressionAttributeNames: { ...names, ...ExpressionAttributeNames },
    ExpressionAttributeValues: { ...marshal(values), ...ExpressionAttributeValues },
  };
}
