import { keys } from '../../layers/core/table/keys.ts';
import { marshal, unmarshal } from '../../layers/core/table/marshal.ts';
import { callDynamoDb } from '../../scripts/local/call-aws.ts';
import { localNames } from '../../scripts/local/local-names.ts';
import { usePlatform } from './use-platform.ts';

const using = usePlatform();
const dynamodb = (operation: string, input: object) =>
  callDynamoDb(`http://127.0.0.1:${using.platform.ports.dynamodb}`, operation, {
    TableName: localNames.mainTable,
    ...input,
  });
const of = (user: string, what: string): string => `/v1/users/${using.platform.userId(user)}/${what}`;

/** The access log of a client this month, oldest first, as stored. */
async function accessLog(client: string) {
  const month = new Date().toISOString().slice(0, 7).replace('-', '');
  const { PK } = keys.accessLog(using.platform.userId(client), month, '');
  const { Items } = await dynamodb('Query', {
    KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
    ExpressionAttributeValues: { ':pk': { S: PK }, ':prefix': { S: 'ACC#' } },
  });
  return (Items as Parameters<typeof unmarshal>[0][]).map(unmarshal); // DynamoDB's own wire format
}

async function changeLink(change: Readonly<Record<string, unknown>>): Promise<void> {
  const names = Object.keys(change);
  await dynamodb('UpdateItem', {
    Key: marshal({ ...keys.coachLink(using.platform.userId('member'), using.platform.userId('coach')) }),
    UpdateExpression: `SET ${names.map((name, index) => `#${index} = :${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
    ExpressionAttributeValues: marshal(
      Object.fromEntries(names.map((name) => [`:${name}`, change[name]])) as Parameters<typeof marshal>[0],
    ),
  });
}

test('shows a coach the card of a client: the name and nothing of the rest', async () => {
  const coach = await using.as('coach');
  const { status, body, etag } = await coach.get(of('member', 'profile'));
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(['displayName', 'userId', 'version']);
  const whole = await (await using.as('member')).get('/v1/users/me/profile');
  expect(etag).not.toBe(whole.etag);
  // A tag of the card is no tag of the profile.
  const patched = await (await using.as('member')).patch('/v1/users/me/profile', {
    headers: { 'if-match': etag },
    body: { heightMm: 1700 },
  });
  expect([patched.status, patched.etag]).toEqual([412, whole.etag]);
});

test('writes every access of a coach into the log of the client before it answers', async () => {
  const coach = await using.as('coach');
  const before = await accessLog('member');
  await coach.get(of('member', 'profile'));
  await coach.get(of('member', 'injuries'));
  await coach.get(of('member', 'training-profile'));
  await coach.get(of('member', 'avatar')); // there is none, but it was looked for
  const added = (await accessLog('member')).slice(before.length);
  const by = { clientId: using.platform.userId('member'), actorId: using.platform.userId('coach'), role: 'coach' };
  expect(added).toEqual([
    expect.objectContaining({ ...by, kind: 'profile', verb: 'read' }),
    expect.objectContaining({ ...by, kind: 'injury', verb: 'list' }),
    expect.objectContaining({ ...by, kind: 'training-profile', verb: 'read' }),
    expect.objectContaining({ ...by, kind: 'profile', verb: 'read' }),
  ]);
});

test('writes nothing into the log for what is refused, or for the own data', async () => {
  const before = await accessLog('member');
  expect((await (await using.as('coach')).get(of('member', 'preferences'))).status).toBe(404);
  expect((await (await using.as('other')).get(of('member', 'profile'))).status).toBe(404);
  expect((await (await using.as('member')).get(of('member', 'profile'))).status).toBe(200);
  expect(await accessLog('member')).toEqual(before);
});

test('keeps a coach from people who are no clients, and from what is not open', async () => {
  const coach = await using.as('coach');
  for (const path of [
    of('other', 'profile'),
    of('other', 'injuries'),
    of('member', 'preferences'),
    of('admin', 'profile'),
  ]) {
    const { status, body } = await coach.get(path);
    expect([path, status, body['code']]).toEqual([path, 404, 'resource.not-found']);
  }
});

test('lets a coach change nothing: 403 where reading is open, 404 where it is not', async () => {
  const coach = await using.as('coach');
  const request = { headers: { 'if-match': '"profile.1"', 'idempotency-key': 'a-key-of-the-coach' }, body: {} };
  const statuses = [
    await coach.patch(of('member', 'profile'), request),
    await coach.delete(of('member', 'profile'), { headers: request.headers }),
    await coach.post(of('member', 'injuries'), request),
    await coach.patch(of('member', 'preferences'), request),
    await coach.post(of('member', 'avatar-uploads'), request),
  ].map(({ status, body }) => [status, body['code']]);
  expect(statuses).toEqual([
    ...Array(3).fill([403, 'authz.permission-missing']),
    ...Array(2).fill([404, 'resource.not-found']),
  ]);
});

test.each([
  ['is ended', { status: 'ended' }],
  ['has run out', { until: Date.now() - 1 }],
  ['has not begun', { notBefore: Date.now() + 60_000 }],
  ['no longer names the kind', { areas: ['injury'] }],
])('refuses a coach at once when the link %s', async (_name, change) => {
  const coach = await using.as('coach');
  const begin = { status: 'active', notBefore: 0, until: Date.now() + 60_000, areas: ['profile', 'injury'] };
  await changeLink(begin);
  expect((await coach.get(of('member', 'profile'))).status).toBe(200);
  await changeLink(change);
  expect((await coach.get(of('member', 'profile'))).status).toBe(404);
  await changeLink(begin);
});
