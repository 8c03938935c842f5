import { CANARY } from '../support/find-secrets.ts';
import type { HttpClient } from '../support/http-client.ts';
import { usePlatform } from './use-platform.ts';

const using = usePlatform();
const path = '/v1/users/me/injuries';
const injury = { bodyPart: 'wrist', severity: 'mild', since: '2026-05-01', note: `${CANARY} fell off a bike` };

const IN_PROGRESS = [409, 'idempotency.in-progress', '1'];

let made = 0;
const newKey = (): string => `e2e-injury-key-${String(++made).padStart(6, '0')}`;
const record = (client: HttpClient, body: object = injury, key = newKey(), at = path) =>
  client.post(at, { headers: { 'idempotency-key': key }, body });

/** The page's items and cursor; the contract of every list. */
const pageOf = (body: Readonly<Record<string, unknown>>) =>
  body as unknown as { items: { id: string }[]; page: { nextCursor?: string; hasMore: boolean } };

test('records an injury, reads it, changes it and deletes it', async () => {
  const other = await using.as('other');
  const created = await record(other);
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ ...injury, side: 'none', blockedMovementPatterns: [], version: 1 });
  const at = created.headers.get('location') ?? '';
  expect(at).toBe(`/v1/users/${using.platform.userId('other')}/injuries/${created.body['id']}`);
  expect(created.etag).toBe(`"${created.body['id']}.1"`);
  expect((await other.get(at)).body).toEqual(created.body);
  expect((await other.get(at, { headers: { 'if-none-match': created.etag } })).status).toBe(304);

  expect((await other.patch(at, { body: { until: '2026-06-01' } })).status).toBe(428);
  const patched = await other.patch(at, {
    headers: { 'if-match': created.etag },
    body: { until: '2026-06-01', note: null },
  });
  expect([patched.status, patched.body]).toEqual([200, expect.objectContaining({ until: '2026-06-01', version: 2 })]);
  expect(patched.body).not.toHaveProperty('note');
  const stale = await other.patch(at, { headers: { 'if-match': created.etag }, body: { severity: 'severe' } });
  expect([stale.status, stale.etag]).toEqual([412, patched.etag]);

  expect((await other.delete(at, { headers: { 'if-match': created.etag } })).status).toBe(412);
  expect((await other.delete(at, { headers: { 'if-match': patched.etag } })).status).toBe(204);
  expect((await other.get(at)).status).toBe(404);
  expect((await other.delete(at, { headers: { 'if-match': patched.etag } })).status).toBe(404);
  expect(pageOf((await other.get(path)).body).items.map(({ id }) => id)).not.toContain(created.body['id']);
});

test('refuses an injury that ends before it begins, also when the end comes later', async () => {
  const other = await using.as('other');
  const refused = { in: 'body', pointer: '/until', code: 'injury.ends-before-it-begins', message: expect.any(String) };
  const at = await record(other, { ...injury, until: '2026-04-30' });
  expect([at.status, at.body['errors']]).toEqual([400, [refused]]);
  const created = await record(other);
  const location = created.headers.get('location') ?? '';
  const patched = await other.patch(location, { headers: { 'if-match': created.etag }, body: { until: '2026-04-30' } });
  expect([patched.status, patched.body['errors']]).toEqual([400, [refused]]);
});

test.each([
  ['no key', undefined],
  ['a short key', 'x'.repeat(15)],
  ['a long key', 'x'.repeat(129)],
  ['a key with a blank', 'a key with blanks in it'],
])('refuses to record with %s', async (_name, key) => {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  const { status, body } = await (await using.as('other')).post(path, { headers, body: injury });
  expect([status, body['code']]).toEqual([400, 'idempotency.key-required']);
});

test('gives the injury that a key has made to whoever repeats the request', async () => {
  const other = await using.as('other');
  const key = newKey();
  const [first, again, byId] = [
    await record(other, injury, key),
    await record(other, injury, key),
    await record(other, injury, key, `/v1/users/${using.platform.userId('other')}/injuries`),
  ];
  expect([first.status, again.status, byId.status]).toEqual([201, 201, 201]);
  expect(new Set([first.text, again.text, byId.text]).size).toBe(1);
  const replayed = [first, again, byId].map(({ headers }) => headers.get('idempotency-replayed'));
  expect(replayed).toEqual([null, 'true', 'true']);
  const elsewhere = await record(await using.as('coach'), injury, key);
  expect([elsewhere.status, elsewhere.body['id'] === first.body['id']]).toEqual([201, false]);
});

test('makes one injury of fifty requests at the same time with one key', async () => {
  const other = await using.as('other');
  const before = pageOf((await other.get(`${path}?limit=100`)).body).items.length;
  const key = newKey();
  const answers = await Promise.all(Array.from({ length: 50 }, () => record(other, injury, key)));
  const made = answers.filter(({ status }) => status === 201);
  for (const { status, body, headers } of answers) {
    if (status !== 201) expect([status, body['code'], headers.get('retry-after')]).toEqual(IN_PROGRESS);
  }
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  expect((await record(other, injury, key)).text).toBe(made[0]?.text);
  expect(pageOf((await other.get(`${path}?limit=100`)).body).items).toHaveLength(before + 1);
});

test('gives nothing of a deleted injury to whoever repeats the request that made it', async () => {
  const other = await using.as('other');
  const key = newKey();
  const { headers, etag } = await record(other, injury, key);
  expect((await other.delete(headers.get('location') ?? '', { headers: { 'if-match': etag } })).status).toBe(204);
  const again = await record(other, injury, key);
  expect([again.status, again.body['code']]).toEqual([404, 'resource.not-found']);
});

test('refuses a key that was used with another body', async () => {
  const other = await using.as('other');
  const key = newKey();
  expect((await record(other, injury, key)).status).toBe(201);
  const { status, body } = await record(other, { ...injury, note: 'another' }, key);
  expect([status, body['code']]).toEqual([422, 'idempotency.key-reused']);
});

test('refuses a key that was used on another path', async () => {
  const admin = await using.as('admin');
  const key = newKey();
  const at = (user: string): string => `/v1/users/${using.platform.userId(user)}/injuries`;
  expect((await record(admin, injury, key, at('other'))).status).toBe(201);
  const elsewhere = await record(admin, injury, key, at('coach'));
  expect([elsewhere.status, elsewhere.body['code']]).toEqual([422, 'idempotency.key-reused']);
});

test('pages through all injuries in the order of recording, by cursor and by Link', async () => {
  const admin = await using.as('admin');
  const ids: unknown[] = [];
  for (let count = 0; count < 12; count++) ids.push((await record(admin)).body['id']);
  const seen: string[] = [];
  let next: string | undefined = `${path}?limit=5`;
  for (let pages = 0; next !== undefined; pages++) {
    expect(pages).toBeLessThan(3);
    const answer = await admin.get(next);
    const { items, page } = pageOf(answer.body);
    seen.push(...items.map(({ id }) => id));
    if (pages === 0) ids.push((await record(admin)).body['id']); // while somebody reads
    const link = answer.headers.get('link');
    expect(page.hasMore).toBe(link !== null);
    next = /^<(.+)>; rel="next"$/.exec(link ?? '')?.[1];
    if (next !== undefined) expect(new URL(next, 'http://x').searchParams.get('cursor')).toBe(page.nextCursor);
  }
  expect(seen).toEqual(ids);
});

test('answers a page that holds all without a cursor', async () => {
  const { body, headers } = await (await using.as('member')).get(path);
  expect(pageOf(body).items).toHaveLength(2);
  expect([body['page'], headers.get('link')]).toEqual([{ hasMore: false }, null]);
});

test('opens a cursor for the one who got it, on the path where it was made, and for nobody else', async () => {
  const member = await using.as('member');
  const cursor = pageOf((await member.get(`${path}?limit=1`)).body).page.nextCursor ?? '';
  expect((await member.get(`${path}?limit=1&cursor=${cursor}`)).status).toBe(200);
  const middle = cursor.length / 2;
  const changed = `${cursor.slice(0, middle)}${cursor[middle] === 'A' ? 'B' : 'A'}${cursor.slice(middle + 1)}`;
  for (const [user, at] of [
    ['other', `${path}?cursor=${cursor}`],
    ['coach', `/v1/users/${using.platform.userId('member')}/injuries?cursor=${cursor}`],
    ['admin', `/v1/users/${using.platform.userId('member')}/injuries?cursor=${cursor}`],
    ['member', `${path}?cursor=${changed}`],
    ['member', `${path}?cursor=${cursor.slice(0, -1)}`],
    ['member', `${path}?cursor=INJ%23inj_00000000000000000000000000`],
  ] as const) {
    const { status, body } = await (await using.as(user)).get(at);
    expect([user, status, body['code']]).toEqual([user, 400, 'cursor.invalid']);
  }
});

test.each(['0', '101', '-1', '1.5', 'ten', '', '1&limit=2'])('refuses the limit %s', async (limit) => {
  const { status, body } = await (await using.as('member')).get(`${path}?limit=${limit}`);
  expect([status, body['errors']]).toEqual([
    400,
    expect.arrayContaining([expect.objectContaining({ in: 'query', pointer: '/limit' })]),
  ]);
});
