import { createHash } from 'node:crypto';
import { cursorSecretItem } from '../../../layers/core/paging/cursor.ts';
import { keys } from '../../../layers/core/table/keys.ts';
import { type Item, marshal } from '../../../layers/core/table/marshal.ts';
import { callDynamoDb } from '../call-aws.ts';
import { findDemoUser } from '../demo-users.ts';
import { localNames } from '../local-names.ts';

const member = findDemoUser('member').id;
const coach = findDemoUser('coach').id;
const BEGIN = Date.parse('2026-01-01T00:00:00Z');
const END = Date.parse('2036-01-01T00:00:00Z');
const SEEDED = { createdAt: new Date(BEGIN).toISOString(), updatedAt: new Date(BEGIN).toISOString() };

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

/** `coach` may read some of what `member` has, and has invited somebody else; all rows in one transaction. */
export const seedCoachLink = (url: string): Promise<boolean> =>
  putIfAbsent(url, [...coachLinkRows(), ...invitationRows()]);

/** As if an invitation had been accepted. The id is the one of the sample events. */
function coachLinkRows(): readonly Item[] {
  const id = 'rel_01JZ8Q4W7M3N5P6R8S9T0V1W2X';
  const parties = { ownerId: member, clientId: member, coachId: coach };
  const link = {
    ...{ v: 1, type: 'coach-link', id, ...parties, version: 1, ...SEEDED },
    ...{ status: 'active', notBefore: BEGIN, until: END },
    ...{ areas: ['profile', 'training-profile', 'injury'], canWrite: false },
  };
  const roster = { v: 1, type: 'coach-roster', ownerId: member, version: 1, places: [{ coachId: coach, until: END }] };
  return [
    { ...keys.coachLink(member, coach), ...link },
    { ...keys.clientLink(coach, member), ...link },
    { ...keys.coachLinkPointer(id), v: 1, type: 'coach-link-pointer', id, ...parties },
    { ...keys.coachRoster(member), ...roster, ...SEEDED },
  ];
}

/** An open invitation of `coach`, with the token of the sample events: anybody of the demo users may answer it. */
function invitationRows(): readonly Item[] {
  const id = 'inv_01JZ8Q4W7M3N5P6R8S9T0V1W2X';
  const invitation = {
    ...{ v: 1, type: 'invitation', id, ownerId: coach, version: 1, ...SEEDED },
    ...{ side: 'coach', state: 'open', areas: ['profile', 'plan', 'session'], canWrite: false, until: END },
    validUntil: END,
    tokenSalt: 'sample',
    tokenHash: createHash('sha256').update('the-token-that-the-coach-has-shown').digest('base64url'),
  };
  return [
    { ...keys.invitation(id), ...invitation },
    { ...keys.sentInvitation(coach, id), ...invitation },
  ];
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
