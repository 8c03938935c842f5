import { existsSync, readdirSync } from 'node:fs';
import { localNames } from '../../scripts/local/local-names.ts';
import { canary, fixtures } from '../../services/user-profile-service/domain/image/fixtures/fixtures.ts';
import { CANARY } from '../support/find-secrets.ts';
import type { HttpClient } from '../support/http-client.ts';
import { usePlatform } from './use-platform.ts';

interface Upload {
  readonly id: string;
  readonly maxBytes: number;
  readonly form: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

const using = usePlatform();
const uploads = '/v1/users/me/avatar-uploads';
const avatar = '/v1/users/me/avatar';

let made = 0;
const withKey = () => ({ 'idempotency-key': `e2e-avatar-key-${String(++made).padStart(6, '0')}` });

async function start(client: HttpClient, contentType: string): Promise<Upload> {
  const { status, body } = await client.post(uploads, { headers: withKey(), body: { contentType } });
  expect(status).toBe(201);
  return body as unknown as Upload; // compared with the API description by the client
}

/** As a browser would send the form; gives the status of the bucket. */
async function sendForm(
  { form }: Upload,
  bytes: Uint8Array,
  changes: Readonly<Record<string, string>> = {},
): Promise<number> {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...changes })) data.append(name, value);
  data.append('file', new Blob([Uint8Array.from(bytes)]), 'photo.png');
  return (await fetch(form.url, { method: 'POST', body: data })).status;
}

const complete = (client: HttpClient, id: string) => client.post(`${uploads}/${id}/complete`, { headers: withKey() });

async function show(client: HttpClient, contentType: string, bytes: Uint8Array): Promise<Upload> {
  const upload = await start(client, contentType);
  expect(await sendForm(upload, bytes)).toBe(204);
  expect(await complete(client, upload.id)).toMatchObject({ status: 200, body: { status: 'completed', contentType } });
  return upload;
}

/** Follows the redirect as an image tag would, without the token. */
async function fetchAvatar(client: HttpClient): Promise<Response> {
  const { status, headers } = await client.get(avatar);
  expect([status, headers.get('cache-control')]).toEqual([302, 'no-store']);
  return fetch(headers.get('location') ?? '');
}

/** Names of all objects of the bucket, out of the folder of the stand-in. */
function objects(): readonly string[] {
  const bucket = `${using.dataDir}/s3/${localNames.mediaBucket}`;
  if (!existsSync(bucket)) return [];
  return readdirSync(bucket, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('_object'));
}

test.each([
  ['image/png', fixtures.photographPng],
  ['image/jpeg', fixtures.photographJpeg],
  ['image/webp', fixtures.photographWebp],
])('shows an uploaded %s without its metadata', async (contentType, photograph) => {
  const member = await using.as('member');
  expect(Buffer.from(photograph).includes(canary)).toBe(true);
  await show(member, contentType, photograph);
  const picture = await fetchAvatar(member);
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, contentType]);
  expect(bytes.length).toBeGreaterThan(100);
  for (const trace of [canary, 'http://ns.adobe.com/xap', 'xmpmeta', 'GPS', 'XMP ']) {
    expect([trace, bytes.includes(trace)]).toEqual([trace, false]);
  }
  const { body } = await member.get('/v1/users/me/profile');
  expect(body['avatar']).toMatchObject({ contentType, width: expect.any(Number), height: expect.any(Number) });
  expect(JSON.stringify(body)).not.toContain('upl_');
});

test('keeps one picture per person and nothing of what came in', async () => {
  const member = await using.as('member');
  await show(member, 'image/png', fixtures.palettePng);
  const { id } = await show(member, 'image/jpeg', fixtures.baselineJpeg);
  const own = objects().filter((name) => name.includes(using.platform.userId('member')));
  expect(own).toEqual([expect.stringContaining(`${id}.jpg`)]);
  expect(own[0]).not.toContain('incoming');
});

test('answers a completion that is repeated as it did before, and the picture stays', async () => {
  const member = await using.as('member');
  const { id } = await show(member, 'image/png', fixtures.palettePng);
  const { etag } = await member.get('/v1/users/me/profile');
  const again = await complete(member, id);
  expect([again.status, again.body]).toEqual([200, { id, status: 'completed', contentType: 'image/png' }]);
  expect((await member.get('/v1/users/me/profile')).etag).toBe(etag);
  expect((await fetchAvatar(member)).status).toBe(200);
});

test('completes an upload once when asked at the same time', async () => {
  const member = await using.as('member');
  const upload = await start(member, 'image/png');
  await sendForm(upload, fixtures.palettePng);
  const answers = await Promise.all([complete(member, upload.id), complete(member, upload.id)]);
  expect(answers.map(({ status }) => status)).toContain(200);
  expect(await complete(member, upload.id)).toMatchObject({ status: 200 });
  expect((await fetchAvatar(member)).status).toBe(200);
});

test('gives the same form again to whoever repeats the request', async () => {
  const member = await using.as('member');
  const request = { headers: withKey(), body: { contentType: 'image/png' } };
  const first = await member.post(uploads, request);
  const again = await member.post(uploads, request);
  expect([again.status, again.body]).toEqual([201, first.body]);
});

test('grants one object of one type, of 5 MiB at most, for five minutes', async () => {
  const { form, maxBytes, id } = await start(await using.as('member'), 'image/webp');
  const policy = JSON.parse(Buffer.from(form.fields['Policy'] ?? '', 'base64').toString());
  expect(maxBytes).toBe(5 * 1024 * 1024);
  expect(policy.conditions).toEqual(
    expect.arrayContaining([
      ['content-length-range', 1, maxBytes],
      { key: `incoming/u/${using.platform.userId('member')}/${id}.webp` },
      { 'Content-Type': 'image/webp' },
    ]),
  );
  const seconds = (Date.parse(policy.expiration) - Date.now()) / 1000;
  expect(seconds).toBeGreaterThan(240);
  expect(seconds).toBeLessThanOrEqual(300);
});

test.each([
  ['a script that is called a picture', Buffer.from(`<script>alert("${CANARY}")</script>`), 415, 'media.unsupported'],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 415, 'media.unsupported'],
  ['a picture of another type', fixtures.baselineJpeg, 415, 'media.unsupported'],
  ['half a picture', fixtures.photographPng.slice(0, 200), 422, 'media.refused'],
])('refuses %s, shows nothing and keeps nothing', async (_name, bytes, status, code) => {
  const coach = await using.as('coach');
  const upload = await start(coach, 'image/png');
  await sendForm(upload, bytes);
  const refused = await complete(coach, upload.id);
  expect([refused.status, refused.body['code']]).toEqual([status, code]);
  expect((await coach.get(avatar)).status).toBe(404);
  expect(objects().filter((name) => name.includes(upload.id))).toEqual([]);
  expect((await complete(coach, upload.id)).status).toBe(409);
});

test('refuses a file that is larger than 5 MiB, even where the bucket took it', async () => {
  const coach = await using.as('coach');
  const upload = await start(coach, 'image/png');
  await sendForm(upload, new Uint8Array(upload.maxBytes + 1));
  const refused = await complete(coach, upload.id);
  expect([refused.status, refused.body['code']]).toEqual([413, 'limit.size']);
  expect((await coach.get(avatar)).status).toBe(404);
});

test('waits for the file: before it is there, completing is 409', async () => {
  const member = await using.as('member');
  const { id } = await start(member, 'image/png');
  const { status, body } = await complete(member, id);
  expect([status, body['code']]).toEqual([409, 'state.transition-invalid']);
});

test('knows no upload of another person', async () => {
  const upload = await start(await using.as('member'), 'image/png');
  await sendForm(upload, fixtures.palettePng);
  const other = await using.as('other');
  for (const id of [upload.id, `upl_${'0'.repeat(26)}`]) {
    const { status, body } = await complete(other, id);
    expect([status, body['code']]).toEqual([404, 'resource.not-found']);
  }
  expect(await complete(await using.as('member'), upload.id)).toMatchObject({ status: 200 });
});

test('needs an idempotency key to start and to complete', async () => {
  const member = await using.as('member');
  const started = await member.post(uploads, { body: { contentType: 'image/png' } });
  const completed = await member.post(`${uploads}/upl_${'0'.repeat(26)}/complete`);
  for (const { status, body } of [started, completed]) {
    expect([status, body['code']]).toEqual([400, 'idempotency.key-required']);
  }
});

test('takes no other type, and no picture without a profile', async () => {
  const other = await using.as('other');
  const gif = await other.post(uploads, { headers: withKey(), body: { contentType: 'image/gif' } });
  expect([gif.status, gif.body['code']]).toEqual([400, 'validation.failed']);
  const { etag } = await other.get('/v1/users/me/profile');
  await other.delete('/v1/users/me/profile', { headers: { 'if-match': etag } });
  const early = await other.post(uploads, { headers: withKey(), body: { contentType: 'image/png' } });
  expect([early.status, early.body['code']]).toEqual([409, 'state.transition-invalid']);
});

test('shows the picture of a client to the coach, and of nobody else', async () => {
  await show(await using.as('member'), 'image/png', fixtures.palettePng);
  const path = `/v1/users/${using.platform.userId('member')}/avatar`;
  const coach = await using.as('coach');
  expect((await coach.get(path)).status).toBe(302);
  expect((await coach.get(`/v1/users/${using.platform.userId('member')}/profile`)).body['avatar']).toBeDefined();
  expect((await (await using.as('other')).get(path)).status).toBe(404);
});

test('removes the picture with the profile: an address that was given out shows nothing', async () => {
  const admin = await using.as('admin');
  await show(admin, 'image/png', fixtures.palettePng);
  const { headers } = await admin.get(avatar);
  const location = headers.get('location') ?? '';
  expect(location).toContain('X-Amz-Expires=60');
  expect((await fetch(location)).status).toBe(200);
  const { etag } = await admin.get('/v1/users/me/profile');
  expect((await admin.delete('/v1/users/me/profile', { headers: { 'if-match': etag } })).status).toBe(204);
  expect((await fetch(location)).status).toBe(404);
  expect((await admin.get(avatar)).status).toBe(404);
  expect(objects().filter((name) => name.includes(`u/${using.platform.userId('admin')}/avatar`))).toEqual([]);
});
