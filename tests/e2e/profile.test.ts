import { CANARY } from '../support/find-secrets.ts';
import { usePlatform } from './use-platform.ts';

const using = usePlatform();
const path = '/v1/users/me/profile';

/** Each test that needs a person with a profile of its own makes one anew: a deleted one continues its version. */
async function withProfile(user: string) {
  const client = await using.as(user);
  const { etag } = await client.get(path);
  if (etag !== '') await client.delete(path, { headers: { 'if-match': etag } });
  const created = await client.put(path, { body: { displayName: `${CANARY} Zoë`, heightMm: 1720 } });
  expect(created.status).toBe(201);
  return { client, created };
}

test('creates a profile and reads it back', async () => {
  const { client, created } = await withProfile('other');
  const read = await client.get(path);
  expect(read.status).toBe(200);
  expect(read.body).toEqual(created.body);
  expect(read.body).toMatchObject({
    userId: using.platform.userId('other'),
    displayName: `${CANARY} Zoë`,
    heightMm: 1720,
    sexForEnergy: 'unspecified',
    guardianConsent: false,
    aiCoaching: false,
  });
  expect(read.etag).toBe(created.etag);
  expect(read.etag).toBe(`"profile.${read.body['version']}"`);
  expect(read.headers.get('cache-control')).toBe('private, no-cache');
});

test('answers by the own id as by me', async () => {
  const { client } = await withProfile('other');
  const byId = await client.get(`/v1/users/${using.platform.userId('other')}/profile`);
  expect(byId.text).toBe((await client.get(path)).text);
});

test('takes the same content again, in any order and normal form, and refuses other content', async () => {
  const { client, created } = await withProfile('other');
  const again = await client.put(path, { body: { heightMm: 1720, displayName: `${CANARY} Zoe\u0308` } });
  expect([again.status, again.etag]).toEqual([200, created.etag]);
  const other = await client.put(path, { body: { displayName: `${CANARY} Zoë` } });
  expect([other.status, other.body['code']]).toEqual([409, 'conflict.exists']);
});

test('patches by merge: what is named changes, null takes away, the rest stays', async () => {
  const { client, created } = await withProfile('other');
  const patched = await client.patch(path, {
    headers: { 'if-match': created.etag, 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ bio: `${CANARY} line 1\nline 2`, heightMm: null }),
  });
  expect(patched.status).toBe(200);
  expect(patched.body).toMatchObject({ displayName: `${CANARY} Zoë`, bio: `${CANARY} line 1\nline 2` });
  expect(patched.body).not.toHaveProperty('heightMm');
  expect(patched.body['version']).toBe(Number(created.body['version']) + 1);
  expect((await client.get(path)).body).toEqual(patched.body);
});

test('refuses a change of a version that is no longer the current one, and says which is', async () => {
  const { client, created } = await withProfile('other');
  const headers = { 'if-match': created.etag };
  const first = await client.patch(path, { headers, body: { heightMm: 1800 } });
  const second = await client.patch(path, { headers, body: { heightMm: 1900 } });
  expect([second.status, second.body['code'], second.etag]).toEqual([412, 'precondition.failed', first.etag]);
  const removal = await client.delete(path, { headers });
  expect([removal.status, removal.etag]).toEqual([412, first.etag]);
  expect((await client.get(path)).body['heightMm']).toBe(1800);
});

test.each([
  ['no If-Match', {}],
  ['any version', { 'if-match': '*' }],
])('refuses a change with %s', async (_name, headers) => {
  const { client, created } = await withProfile('other');
  const patched = await client.patch(path, { headers, body: { heightMm: 1800 } });
  expect([patched.status, patched.body['code']]).toEqual([428, 'precondition.required']);
  expect((await client.delete(path, { headers })).status).toBe(428);
  expect((await client.get(path)).etag).toBe(created.etag);
});

test.each([
  ['a weak tag', (etag: string) => `W/${etag}`],
  ['a tag of a partial view', (etag: string) => etag.replace(/"$/, '-card"')],
  ['a foreign tag', () => '"33a64df551425fcc55e4d42a148795d9f25f89d4"'],
])('takes %s for no version of ours', async (_name, change) => {
  const { client, created } = await withProfile('other');
  const headers = { 'if-match': change(created.etag) };
  const patched = await client.patch(path, { headers, body: { heightMm: 1800 } });
  expect([patched.status, patched.etag]).toEqual([412, created.etag]);
});

test('ignores the coding suffix of a tag, and finds the current one in a list', async () => {
  const { client, created } = await withProfile('other');
  const headers = { 'if-match': `"profile.0", ${created.etag.replace(/"$/, '-br"')}` };
  expect((await client.patch(path, { headers, body: { heightMm: 1800 } })).status).toBe(200);
});

test('answers 304 without a body to who has the current version', async () => {
  const { client, created } = await withProfile('other');
  for (const tag of [created.etag, `W/${created.etag}`, '*', `"x", ${created.etag}`]) {
    const { status, etag, headers } = await client.get(path, { headers: { 'if-none-match': tag } });
    expect([status, etag, headers.get('content-type')]).toEqual([304, created.etag, null]);
  }
  await client.patch(path, { headers: { 'if-match': created.etag }, body: { heightMm: 1800 } });
  expect((await client.get(path, { headers: { 'if-none-match': created.etag } })).status).toBe(200);
});

test('lets one of two changes of the same version through, every time', async () => {
  const { client, created } = await withProfile('other');
  let { etag } = created;
  for (let round = 0; round < 10; round++) {
    const headers = { 'if-match': etag };
    const both = await Promise.all(
      [1700, 1800].map((heightMm) => client.patch(path, { headers, body: { heightMm: heightMm + round } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = both.find(({ status }) => status === 200);
    etag = winner?.etag ?? '';
    expect((await client.get(path)).body).toEqual(winner?.body);
  }
});

test('deletes a profile, is then as if there were none, and continues its version when it is made anew', async () => {
  const { client, created } = await withProfile('other');
  const deleted = await client.delete(path, { headers: { 'if-match': created.etag } });
  expect([deleted.status, deleted.text]).toEqual([204, '']);
  for (const gone of [
    await client.get(path),
    await client.patch(path, { headers: { 'if-match': created.etag }, body: { heightMm: 1800 } }),
    await client.delete(path, { headers: { 'if-match': created.etag } }),
    await client.get('/v1/users/me/avatar'),
  ]) {
    expect([gone.status, gone.body['code']]).toEqual([404, 'resource.not-found']);
  }
  const anew = await client.put(path, { body: { displayName: `${CANARY} anew` } });
  expect([anew.status, anew.body['version']]).toEqual([201, Number(created.body['version']) + 2]);
  expect((await client.get('/v1/users/me/preferences')).status).toBe(200);
});

test('is made once by fifty creations at the same time', async () => {
  const { client, created } = await withProfile('other');
  await client.delete(path, { headers: { 'if-match': created.etag } });
  const body = { displayName: `${CANARY} at once` };
  const answers = await Promise.all(Array.from({ length: 50 }, () => client.put(path, { body })));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => status === 200)).toHaveLength(49);
  expect((await client.get(path)).body['version']).toBe(Number(created.body['version']) + 2);
});
