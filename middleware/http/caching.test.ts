import { createTestApi, KEY, MATCH, MINE, NOW } from './test-api.ts';

const HOUR = 3_600_000;

const cachingOf = async (method: string, path: string, sent = {}) => {
  const { headers } = await createTestApi().send(method, path, sent);
  return [headers['cache-control'], headers['vary'], headers['etag'] !== undefined];
};
const BY_PERSON = 'authorization, origin, accept-encoding';
const body = '{"name":"a"}';

test('a read of one’s own is asked for anew each time', async () => {
  expect(await cachingOf('GET', MINE)).toEqual(['private, no-cache', BY_PERSON, true]);
});

test('a catalogue is kept for an hour, by the caller’s own client', async () => {
  const policy = 'private, max-age=3600, stale-while-revalidate=86400';
  expect(await cachingOf('GET', '/v1/catalogue')).toEqual([policy, BY_PERSON, true]);
});

test('what anybody may read is kept by anybody only where the route says so', async () => {
  expect(await cachingOf('GET', '/page')).toEqual(['public, max-age=300', 'origin, accept-encoding', true]);
  expect(await cachingOf('GET', '/about')).toEqual(['no-store', 'origin, accept-encoding', true]);
});

test.each([
  ['POST', { body, headers: KEY }],
  ['PATCH', { body, headers: MATCH }],
])('the answer of a %s is kept by nobody', async (method, sent) => {
  expect(await cachingOf(method, MINE, sent)).toEqual(['no-store', 'origin, accept-encoding', true]);
});

test.each([
  ['GET', `${MINE}?x=1`],
  ['GET', '/v1/users/11111111-0b7a-4c2e-9d55-0a4f1c7e2b11/goals'],
  ['GET', '/v1/catalogue?x=1'],
  ['GET', '/page?x=1'],
])('a refusal is kept by nobody: %s %s', async (method, path) => {
  expect(await cachingOf(method, path)).toEqual(['no-store', 'origin, accept-encoding', false]);
});

test('content without a version has a tag that changes with it, and is not sent twice', async () => {
  const tagged = async (content: string) => {
    const { send } = createTestApi({ answer: () => ({ status: 200, body: { content } }) });
    const etag = (await send('GET', '/page')).headers['etag'] ?? '';
    const again = await send('GET', '/page', { headers: { 'if-none-match': etag } });
    return { etag, status: again.status, same: again.headers['etag'] === etag };
  };
  const [first, second] = [await tagged('a'), await tagged('b')];
  expect(first).toEqual({ etag: expect.stringMatching(/^"[0-9a-f]{32}"$/), status: 304, same: true });
  expect(second.etag).not.toBe(first.etag);
});

describe('a page of a list', () => {
  const list = '/v1/users/me/plans?limit=5';

  test('has a weak tag by its items, and is not sent twice though its cursor is new each time', async () => {
    const { send } = createTestApi();
    const first = await send('GET', list);
    expect(first.headers['etag']).toMatch(/^W\/"[0-9a-f]{32}"$/);
    const again = await send('GET', list, { headers: { 'if-none-match': first.headers['etag'] ?? '' } });
    expect([again.status, again.text, again.headers['etag']]).toEqual([304, undefined, first.headers['etag']]);
    expect((await send('GET', list)).text).not.toBe(first.text);
    expect((await send('GET', '/v1/users/me/plans?limit=4')).headers['etag']).not.toBe(first.headers['etag']);
  });

  test('is sent again with a new cursor before the one in it expires', async () => {
    const { send } = createTestApi();
    const begin = Math.ceil(NOW / (12 * HOUR)) * 12 * HOUR;
    const { headers } = await send('GET', list, { at: begin });
    const known = { headers: { 'if-none-match': headers['etag'] ?? '' } };
    expect((await send('GET', list, { ...known, at: begin + 11 * HOUR })).status).toBe(304);
    expect((await send('GET', list, { ...known, at: begin + 12 * HOUR })).status).toBe(200);
  });
});
