import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callDynamoDb } from '../../scripts/local/call-aws.ts';
import { callSqs, queueUrl } from '../../scripts/local/queues.ts';
import { CANARY, findSecrets } from '../support/find-secrets.ts';
import { createHttpClient } from '../support/http-client.ts';
import { type Platform, startPlatform } from '../support/start-platform.ts';
import { checkAnswer } from './check-answer.ts';
import { runTask } from './run-task.ts';
import { untilNobodyListens } from './until-nobody-listens.ts';

jest.setTimeout(90_000);

const QUEUE = 'gymcoach-local-change-feed-failed';
const dataDir = mkdtempSync(join(tmpdir(), 'gymcoach-e2e-'));
let platform: Platform;
let printed = '';
let keys = 0;

beforeAll(async () => {
  platform = await startPlatform({ dataDir });
}, 60_000);
afterAll(async () => {
  await platform.stop();
  rmSync(dataDir, { recursive: true, force: true });
  expect(findSecrets(printed + platform.logs(), [])).toEqual([]);
});

interface Change {
  readonly id: string;
  readonly type: string;
  readonly resource: { readonly kind: string; readonly id: string; readonly version: number };
  readonly data: { readonly changed: readonly string[] };
}

const as = async (user: string) =>
  createHttpClient({ url: platform.url, token: await platform.token(user), check: checkAnswer });
const url = (part: 'dynamodb' | 'sqs'): string => `http://127.0.0.1:${platform.ports[part]}`;

/** Every change of a person, and the cursor behind them. */
async function changesOf(user: string, since?: string): Promise<{ items: readonly Change[]; next: string }> {
  const client = await as(user);
  const items: Change[] = [];
  let next = since;
  for (;;) {
    const { body } = await client.get(`/v1/users/me/changes?limit=100${next === undefined ? '' : `&since=${next}`}`);
    const read = body as unknown as { items: Change[]; page: { nextCursor: string; hasMore: boolean } }; // checked
    items.push(...read.items);
    next = read.page.nextCursor;
    if (!read.page.hasMore) return { items, next };
  }
}

async function until<Value>(read: () => Promise<Value>, done: (value: Value) => boolean): Promise<Value> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await read();
    if (done(value) || Date.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const recordInjury = async (user: string, note: string): Promise<string> => {
  const { status, body } = await (await as(user)).post('/v1/users/me/injuries', {
    headers: { 'idempotency-key': `e2e-change-feed-${String(++keys).padStart(6, '0')}` },
    body: { bodyPart: 'wrist', severity: 'mild', since: '2026-05-01', note: `${CANARY} ${note}` },
  });
  expect(status).toBe(201);
  return String(body['id']);
};

test('has the sample data from the beginning on', async () => {
  const { items } = await until(
    () => changesOf('member'),
    ({ items: read }) => read.some(({ resource }) => resource.kind === 'profile'),
  );
  expect(items.map(({ type }) => type)).toContain('gymcoach.user-profile.profile.created.v1');
});

test('shows a write in the feed, with the names of what has changed', async () => {
  const { next } = await changesOf('other');
  const id = await recordInjury('other', 'fell off a bike');
  const client = await as('other');
  const at = `/v1/users/me/injuries/${id}`;
  const { etag } = await client.get(at);
  await client.patch(at, { headers: { 'if-match': etag }, body: { severity: 'severe' } });
  const { items } = await until(
    () => changesOf('other', next),
    ({ items: read }) => read.length >= 2,
  );
  expect(items.map(({ type, resource, data }) => [type, resource.id, resource.version, data.changed])).toEqual([
    ['gymcoach.user-profile.injury.created.v1', id, 1, expect.arrayContaining(['bodyPart', 'note'])],
    ['gymcoach.user-profile.injury.updated.v1', id, 2, ['severity']],
  ]);
});

const poison = (user: string, name: string) =>
  callDynamoDb(url('dynamodb'), 'PutItem', {
    TableName: 'gymcoach-local-main',
    Item: { PK: { S: `U#${platform.userId(user)}` }, SK: { S: `INJ#${name}` }, v: { N: '99' }, data: { S: CANARY } },
  });
const failedRecords = async (): Promise<readonly string[]> => {
  const { Messages = [] } = await callSqs(url('sqs'), 'ReceiveMessage', {
    QueueUrl: queueUrl(url('sqs'), QUEUE),
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 0,
  });
  return (Messages as { Body: string }[]).map(({ Body }) => {
    const { record } = JSON.parse(Body) as { record: { dynamodb: { Keys: { SK: { S: string } } } } }; // by the service
    return record.dynamodb.Keys.SK.S;
  });
};

test('puts a record that nobody understands on the queue, and shows what came after it', async () => {
  const { next } = await changesOf('coach');
  await poison('coach', 'unreadable');
  const id = await recordInjury('coach', 'after the poison');
  const { items } = await until(
    () => changesOf('coach', next),
    ({ items: read }) => read.length >= 1,
  );
  expect(items.map(({ resource }) => resource.id)).toEqual([id]);
  expect(await until(failedRecords, ({ length }) => length > 0)).toEqual(['INJ#unreadable']);
});

test('loses and doubles nothing when everything is killed in the midst of it', async () => {
  const { next } = await changesOf('member');
  const written = [await recordInjury('member', 'before')];
  for (const round of [1, 2]) {
    const many = Array.from({ length: 15 }, (_, index) => recordInjury('member', `round ${round}, ${index}`));
    written.push(...(await Promise.all(many)));
    await poison('member', `unreadable-${round}`);
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'endpoints.json'), 'utf8')) as { pid: number }; // by `start`
    process.kill(pid, 'SIGKILL');
    await platform.stop();
    printed += platform.logs();
    await untilNobodyListens(Object.values(platform.ports));
    platform = await startPlatform({ dataDir });
  }
  const { items } = await until(
    () => changesOf('member', next),
    ({ items: read }) => read.length >= written.length,
  );
  const last = await recordInjury('member', 'after');
  const after = await until(
    () => changesOf('member', next),
    ({ items: read }) => read.length > items.length,
  );
  const ids = after.items.map(({ resource }) => resource.id);
  expect(ids.toSorted()).toEqual([...written, last].toSorted());
  expect(new Set(after.items.map(({ id }) => id)).size).toBe(ids.length);
  expect(Number(after.next) - Number(next)).toBe(ids.length);
  const failed = await until(failedRecords, (names) => new Set(names).size >= 3);
  expect(new Set(failed)).toEqual(new Set(['INJ#unreadable', 'INJ#unreadable-1', 'INJ#unreadable-2']));
});

test('is redriven against the local parts, and says what still fails', async () => {
  const { code, stderr } = await runTask(['run', '--silent', 'redrive', '--', '--stage', 'local'], {
    GYMCOACH_DYNAMODB_URL: url('dynamodb'),
    GYMCOACH_SQS_URL: url('sqs'),
  });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/3 failed and stay in the queue/)]);
});
