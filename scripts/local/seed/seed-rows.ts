import { cursorSecretItem } from '../../../layers/core/table/cursor.ts';
import { keys } from '../../../layers/core/table/keys.ts';
import { type Item, marshal } from '../../../layers/core/table/marshal.ts';
import { callDynamoDb } from '../call-aws.ts';
import { findDemoUser } from '../demo-users.ts';
import { localNames } from '../local-names.ts';

const member = findDemoUser('member').id;
const coach = findDemoUser('coach').id;

/** The row that the first deployment to a stage makes: without it, lists cannot be paged. */
export const seedCursorSecret = (url: string): Promise<boolean> => putIfAbsent(url, [cursorSecretItem()]);

/** Whether the sample data was written before. The link comes last, so it stands for all of it. */
export async function isSeeded(url: string): Promise<boolean> {
  const { Item: row } = await callDynamoDb(url, 'GetItem', {
    TableName: localNames.mainTable,
    Key: marshal({ ...keys.coachLink(member, coach) }),
    ConsistentRead: true,
  });
  return row !== undefined;
}

/** `coach` may read some of what `member` has, as if an invitation had been accepted; both sides in one transaction. */
export async function seedCoachLink(url: string): Promise<void> {
  const link = {
    v: 1,
    type: 'coach-link',
    status: 'active',
    notBefore: Date.parse('2026-01-01T00:00:00Z'),
    until: Date.parse('2036-01-01T00:00:00Z'),
    areas: ['profile', 'training-profile', 'injury'],
    canWrite: false,
  };
  await putIfAbsent(url, [
    { ...keys.coachLink(member, coach), ...link },
    { ...keys.clientLink(coach, member), ...link },
  ]);
}

/** False when one of the rows was there: then none is written. */
async function putIfAbsent(url: string, items: readonly Item[]): Promise<boolean> {
  const TransactItems = items.map((item) => ({
    Put: { TableName: localNames.mainTable, Item: marshal(item), ConditionExpression: 'attribute_not_exists(PK)' },
  }));
  try {
    await callDynamoDb(url, 'TransactWriteItems', { TransactItems });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
    throw error;
  }
}
