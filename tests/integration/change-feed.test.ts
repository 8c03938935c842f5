import { isAppError } from '@gymcoach/core/errors';
import { feedBucket, feedKeys } from '@gymcoach/core/feed';
import { unlimited } from '@gymcoach/core/limit';
import { createCollection, keys, type Table } from '@gymcoach/core/table';
import { type CallContext, on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import type { ChangesPage } from '../../services/change-feed-service/domain/change.schema.ts';
import { readChanges } from '../../services/change-feed-service/domain/read-changes.ts';
import { listChanges } from '../../services/change-feed-service/handlers/list-changes.ts';
import * as routes from '../../services/change-feed-service/routes.ts';
import { createFeedWorld, type FeedWorld } from '../reliability/change-feed/feed-world.ts';
import { inspectFeeds, readFeed, saying } from '../reliability/change-feed/inspect-feed.ts';
import { poisoned, randomLog, rowOf, streamRecord, type Written } from '../reliability/change-feed/stream-log.ts';
import { beginOnce } from '../support/begin-once.ts';
import { catchLog } from '../support/catch-log.ts';
import { partsWithEvents, readSampleBatch, sampleBatches } from '../support/events.ts';
import { httpEvent } from '../support/http-event.ts';
import { expectDescribed } from '../support/openapi-response.ts';
import { openTestTables, type TestTables, tableKinds } from '../support/test-tables.ts';

jest.setTimeout(120_000);

const DAY = 86_400_000;
let made = 0;
/** A uuid, as the path wants it. */
const newUser = (): string => `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;
const recordsOf = (log: readonly Written[]) => log.map(({ record }) => record);

describe.each(tableKinds())('on %s, the feed', (kind) => {
  let tables: TestTables;
  let world: FeedWorld;

  beforeAll(async () => {
    tables = await openTestTables(kind);
  }, 60_000);
  afterAll(() => tables?.stop());
  beforeEach(() => {
    world = createFeedWorld(tables);
  });

  const page = (userId: string, since?: string, limit = 25): Promise<ChangesPage> =>
    readChanges(world, userId, { limit, ...(since === undefined ? {} : { since }) });
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => (isAppError(error) ? [error.kind, error.code, error.issues[0]?.params] : String(error)),
    );
  /** Injury `inj_1`, `count` versions of it. */
  const versions = (userId: string, count: number, from = 1): Written[] => {
    const key = keys.injury(userId, 'inj_1');
    return Array.from({ length: count }, (_, index) => {
      const version = from + index;
      const before = version === 1 ? undefined : rowOf(key, 'injury', userId, version - 1);
      const record = streamRecord(key, { before, after: rowOf(key, 'injury', userId, version) });
      return { record, userId, says: `injury ${key.SK} ${version} ${version === 1 ? 'created' : 'updated'}` };
    });
  };

  test('tells what the rows of the services say, as they are written', async () => {
    const userId = newUser();
    const records: unknown[] = [];
    const recording: Table = {
      ...world.main,
      async write(writes) {
        const puts = writes.flatMap((write) => ('put' in write && write.table === undefined ? [write.put] : []));
        const before = await Promise.all(puts.map((put) => world.main.get(put)));
        await world.main.write(writes);
        for (const [index, put] of puts.entries()) {
          records.push(streamRecord(put, { before: before[index], after: await world.main.get(put) }));
        }
      },
    };
    const injuries = createCollection<{ note: string }>({
      ...{ table: recording, ephemeral: world.ephemeral, type: 'injury', key: keys.injury, now: () => world.now },
      parse: (data): data is { note: string } => typeof data === 'object',
    });
    const use = await beginOnce(tables.ephemeral, () => world.now, { principalId: userId });
    await injuries.createOnce(userId, 'inj_1', use, { note: 'a' });
    await injuries.update(userId, 'inj_1', [1], () => ({ note: 'b' }));
    await injuries.remove(userId, 'inj_1', [2]);
    await injuries.create(userId, 'inj_1', { note: 'c' });
    await world.deliver(records);
    const { items } = await page(userId, '0');
    expect(items.map(saying)).toEqual(
      ['created', 'updated', 'deleted', 'created'].map((verb, index) => `injury inj_1 ${index + 1} ${verb}`),
    );
    expect(items[1]).toEqual({
      id: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
      type: 'gymcoach.user-profile.injury.updated.v1',
      time: new Date(world.now).toISOString(),
      actor: { kind: 'system' },
      subjectId: userId,
      resource: { kind: 'injury', id: 'inj_1', version: 2 },
      data: { changed: ['note'] },
    });
  });

  test('is walked page by page, and goes on where it ended', async () => {
    const userId = newUser();
    await world.deliver(recordsOf(versions(userId, 7)));
    const first = await page(userId, undefined, 3);
    expect([first.items.length, first.page]).toEqual([3, { nextCursor: '3', hasMore: true }]);
    const second = await page(userId, '3', 4);
    expect([second.items.length, second.page]).toEqual([4, { nextCursor: '7', hasMore: false }]);
    expect(await page(userId, '7')).toEqual({ items: [], page: { nextCursor: '7', hasMore: false } });
    await world.deliver(recordsOf(versions(userId, 1, 8)));
    expect((await page(userId, '7')).items.map(saying)).toEqual(['injury INJ#inj_1 8 updated']);
    expect(await refusal(page(userId, '9'))).toEqual(['bad-request', 'cursor.invalid', undefined]);
  });

  test('of somebody without changes is empty, and can be asked again', async () => {
    const userId = newUser();
    for (const since of [undefined, '0']) {
      expect(await page(userId, since)).toEqual({ items: [], page: { nextCursor: '0', hasMore: false } });
    }
    expect(await refusal(page(userId, '1'))).toEqual(['bad-request', 'cursor.invalid', undefined]);
  });

  test('ends after 90 days, TTL or not: 410 tells where to go on', async () => {
    const userId = newUser();
    await world.deliver(recordsOf(versions(userId, 3)));
    world.now += 60 * DAY;
    await world.deliver(recordsOf(versions(userId, 2, 4)));
    world.now += 30 * DAY; // the first three have expired, and lie there still
    const gone = ['gone', 'sync.cursor-expired', { resumeAfter: '5' }];
    for (const since of ['0', '1', '2']) expect(await refusal(page(userId, since))).toEqual(gone);
    expect((await page(userId, '3')).items).toHaveLength(2);
    expect((await page(userId)).items.map(saying)).toEqual([
      'injury INJ#inj_1 4 updated',
      'injury INJ#inj_1 5 updated',
    ]);
    for (const number of [1, 2, 4])
      await world.main.write([{ delete: feedKeys.change(userId, number), when: 'always' }]);
    expect(await refusal(page(userId, '3'))).toEqual(gone); // TTL deletes in no order
    expect((await page(userId, '4')).page).toEqual({ nextCursor: '5', hasMore: false });
    world.now += 90 * DAY;
    expect(await page(userId)).toEqual({ items: [], page: { nextCursor: '5', hasMore: false } });
    expect(await page(userId, '5')).toEqual({ items: [], page: { nextCursor: '5', hasMore: false } });
  });

  test('goes over from one partition into the next', async () => {
    const userId = newUser();
    const head = 9_995;
    await world.main.write([{ put: { ...feedKeys.head(userId), v: 1, head }, when: 'absent' }]);
    await world.deliver(recordsOf(versions(userId, 12)));
    expect([feedBucket(head), feedBucket(head + 12)]).toEqual([0, 1]);
    const { items, page: end } = await page(userId, String(head), 100);
    expect([items.length, end]).toEqual([12, { nextCursor: '10007', hasMore: false }]);
    expect((await page(userId, '9998', 3)).items.map(({ resource }) => resource.version)).toEqual([4, 5, 6]);
    expect((await page(userId, '9999', 3)).items.map(({ resource }) => resource.version)).toEqual([5, 6, 7]);
    expect((await page(userId, undefined, 1)).page.nextCursor).toBe('9996');
    expect(await world.main.get(keys.family(userId, 'L', '1'))).toBeDefined();
  });

  test('says with one query that what follows has expired, however much came after', async () => {
    const userId = newUser();
    await world.deliver(recordsOf(versions(userId, 3)));
    await world.main.write([{ put: { ...feedKeys.head(userId), v: 1, head: 49_995 }, when: 'always' }]);
    world.now += 60 * DAY;
    await world.deliver(recordsOf(versions(userId, 7, 4)));
    const gone = ['gone', 'sync.cursor-expired', { resumeAfter: '50002' }];
    const callsOf = (since: string) => world.counted(() => refusal(page(userId, since)));
    for (const since of ['3', '15000', '49994']) expect(await callsOf(since)).toEqual([gone, 2]); // one is for the head
    expect((await page(userId, '0')).page).toEqual({ nextCursor: '3', hasMore: true });
    world.now += 30 * DAY; // the first three have expired, and lie there still
    for (const since of ['0', '2', '3']) expect(await callsOf(since)).toEqual([gone, 2]);
    expect(await callsOf('49995')).toEqual(['none', 3]); // from one partition into the next
  });

  test('is the same in whatever pieces and however often the stream delivers', async () => {
    const users = [newUser(), newUser(), newUser()];
    const log = randomLog(11, users, 60);
    const records = recordsOf(log);
    await world.deliver(records.slice(0, 25));
    await world.deliver(records.slice(10, 40));
    await Promise.all([world.deliver(records.slice(35)), world.deliver(records.slice(30))]);
    await world.deliver(records);
    expect(await inspectFeeds(world, log)).toEqual({ lost: 0, doubled: 0, broken: [] });
  });

  test('depends on nobody else: each person’s order counts, not that between people', async () => {
    const users = [newUser(), newUser(), newUser()];
    const log = randomLog(12, users, 45);
    const mixed = users.flatMap((userId) => log.filter((write) => write.userId === userId)).reverse();
    const perUser = users.map((userId) => log.filter((write) => write.userId === userId));
    const turns = mixed.flatMap(({ userId }) => perUser[users.indexOf(userId)]?.shift() ?? []);
    await world.deliver(recordsOf(turns));
    expect(await inspectFeeds(world, log)).toEqual({ lost: 0, doubled: 0, broken: [] });
  });

  test('folds into what there is: a device that follows it knows every row', async () => {
    const userId = newUser();
    const log = randomLog(13, [userId], 90);
    await world.deliver(recordsOf(log));
    const fold = (sayings: readonly string[]) =>
      new Map(sayings.map((says) => [says.split(' ').slice(0, 2).join(), says]));
    const feed = await readFeed(world, userId, 7);
    for (const length of [1, 30, 60, 90]) {
      expect(fold(feed.slice(0, length).map(saying))).toEqual(fold(log.slice(0, length).map(({ says }) => says)));
    }
  });

  test('goes on behind a record that nobody can process, of the same person too; redriven it comes last', async () => {
    const userId = newUser();
    const log = versions(userId, 4);
    const records = log.map(({ record }, index) => (index === 1 ? poisoned(record, 'huge') : record));
    await world.deliver(records);
    expect((await readFeed(world, userId)).map(({ resource }) => resource.version)).toEqual([1, 3, 4]);
    await world.redrive(false);
    expect(world.queue).toHaveLength(1);
    await Promise.all([world.redrive(true), world.deliver(recordsOf(versions(userId, 2, 5)))]);
    expect(world.queue).toEqual([]);
    const told = (await readFeed(world, userId)).map(({ resource }) => resource.version);
    expect(told.filter((version) => version !== 2)).toEqual([1, 3, 4, 5, 6]);
    expect(told).toHaveLength(6);
  });

  test('waits while the queue is down, from the poison on, and loses nothing', async () => {
    const userId = newUser();
    const log = versions(userId, 4);
    const records = log.map(({ record }, index) => (index === 1 ? poisoned(record, 'malformed') : record));
    world.queueIsDown = true;
    expect(await world.invoke(records)).toEqual({ failedFrom: 1 });
    expect(await world.invoke(records.slice(1))).toEqual({ failedFrom: 0 });
    world.queueIsDown = false;
    expect(await world.invoke(records.slice(1))).toEqual({ failedFrom: undefined });
    expect([(await readFeed(world, userId)).length, world.queue.length]).toEqual([3, 1]);
  });

  test('knows nothing of what TTL takes away, of its own rows and of those of the system', async () => {
    const userId = newUser();
    const injury = keys.injury(userId, 'inj_1');
    const removed = streamRecord(injury, { before: rowOf(injury, 'injury', userId, 3, true) });
    const byTtl = { ...removed, userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } };
    const others = [
      feedKeys.head(userId),
      feedKeys.change(userId, 1),
      feedKeys.manifest(userId, 0),
      keys.account(userId),
    ];
    const written = others.map((key) => streamRecord(key, { after: { ...key, v: 1 } }));
    await world.deliver([byTtl, ...written]);
    expect([await page(userId), world.queue]).toEqual([{ items: [], page: { nextCursor: '0', hasMore: false } }, []]);
  });

  test('puts everything of a feed that was edited by hand aside, and mends when it is mended', async () => {
    const userId = newUser();
    await world.deliver(recordsOf(versions(userId, 2)));
    await world.main.write([{ put: { ...feedKeys.head(userId), v: 1, head: 1 }, when: 'always' }]);
    await world.deliver(recordsOf(versions(userId, 2, 3)));
    expect(world.queue).toHaveLength(2);
    await world.main.write([{ put: { ...feedKeys.head(userId), v: 1, head: 2 }, when: 'always' }]);
    await world.redrive(false);
    expect((await readFeed(world, userId)).map(({ resource }) => resource.version)).toEqual([1, 2, 3, 4]);
  });

  test('takes the sample batches, and puts their poison aside', async () => {
    const token = (user: string) =>
      `x.${Buffer.from(JSON.stringify({ sub: `${user}-${kind}` })).toString('base64url')}.x`;
    for (const sample of partsWithEvents().flatMap(sampleBatches)) {
      await world.deliver((await readSampleBatch(sample, token)).Records);
    }
    expect((await readFeed(world, `member-${kind}`)).map(({ actor }) => actor.kind)).toEqual(['user', 'system']);
    expect(world.queue).toHaveLength(1); // number-changes.poison.json
  });

  test('is served as described, 410 included', async () => {
    const userId = newUser();
    await world.deliver(recordsOf(versions(userId, 2)));
    // The decision has its own tests; here everybody is this person.
    const auth = {
      verifier: { verify: async () => ({ userId }) },
      limiter: unlimited,
      authorizer: { authorize: async () => ({ principal: { userId }, decision: { scope: 'own' } }) },
    } as unknown as NonNullable<Parameters<typeof httpApi>[0]['auth']>;
    const api = httpApi({ service: 'change-feed', auth, endpoints: [on(routes.listChanges, listChanges(world))] });
    const get = async (query: string, status: number): Promise<Record<string, unknown>> => {
      const target = `/v1/users/me/changes${query}`;
      const context = { awsRequestId: 'r' } as CallContext; // the rest of the context is not read
      const { result } = await catchLog(() => api(httpEvent('GET', target), context));
      expectDescribed('GET', target, result.statusCode ?? 0, result.headers as Record<string, string>, result.body); // ours
      expect([query, result.statusCode]).toEqual([query, status]);
      return JSON.parse(result.body ?? '');
    };
    expect(await get('', 200)).toMatchObject({ page: { nextCursor: '2', hasMore: false } });
    expect(await get('?since=1&limit=1', 200)).toMatchObject({ items: [{ resource: { version: 2 } }] });
    expect(await get('?since=3', 400)).toMatchObject({ code: 'cursor.invalid' });
    for (const since of ['-1', '01', '1e3', '', 'x', '1234567890123']) {
      expect(await get(`?since=${since}`, 400)).toMatchObject({ code: 'validation.failed' });
    }
    world.now += 91 * DAY;
    expect(await get('?since=0', 410)).toMatchObject({
      code: 'sync.cursor-expired',
      errors: [{ in: 'query', pointer: '/since', params: { resumeAfter: '2' } }],
    });
  });
});
