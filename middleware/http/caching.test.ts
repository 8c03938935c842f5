import { createTestApi, KEY, MATCH, MINE } from './test-api.ts';

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
