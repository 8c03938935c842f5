import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { AppError } from '@gymcoach/core/errors';
import { createTestApi, KEY, MATCH, MINE } from './test-api.ts';

const LONG = { text: 'A page of text. '.repeat(100) };
const version = { id: 'goal', number: 3 };
const long = () => createTestApi({ answer: () => ({ status: 200, version, body: LONG }) });
const read = (accepted: string | undefined, more: Readonly<Record<string, string>> = {}) =>
  long().send('GET', MINE, { headers: { 'accept-encoding': accepted, ...more } });
const inflate = { br: brotliDecompressSync, gzip: gunzipSync };

test.each(['br', 'gzip'] as const)('a long answer is sent as %s, with a tag of its own', async (coding) => {
  const { status, headers, text = '', encoded } = await read(coding);
  expect({ status, encoded, tag: headers['etag'] }).toEqual({ status: 200, encoded: true, tag: `"goal.3-${coding}"` });
  expect(headers).toMatchObject({
    'content-encoding': coding,
    'content-type': 'application/json',
    vary: 'authorization, origin, accept-encoding',
  });
  expect(text.length).toBeLessThan(JSON.stringify(LONG).length / 2);
  expect(JSON.parse(inflate[coding](Buffer.from(text, 'base64')).toString())).toEqual(LONG);
});

test.each([undefined, 'identity', 'deflate', 'br;q=0', '*;q=0'])(
  'a caller who accepts %s gets it plain, and caches are told that others do not',
  async (accepted) => {
    const { headers, json, encoded } = await read(accepted);
    expect({ json, encoded, tag: headers['etag'] }).toEqual({ json: LONG, encoded: false, tag: '"goal.3"' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['vary']).toContain('accept-encoding');
  },
);

test('an answer of 1 kB is sent as it is, unless plain text is refused', async () => {
  const bytes = (length: number) => `{${' '.repeat(length - 2)}}`;
  const sizes = [1024, 1025].map(async (length) => {
    const { send } = createTestApi({ answer: () => ({ status: 200, body: bytes(length) }) });
    return [
      (await send('GET', MINE, { headers: { 'accept-encoding': 'br' } })).encoded,
      (await send('GET', MINE, { headers: { 'accept-encoding': 'br, identity;q=0' } })).encoded,
    ];
  });
  expect(await Promise.all(sizes)).toEqual([
    [false, true],
    [true, true],
  ]);
});

test('bytes are counted, not characters', async () => {
  const { send } = createTestApi({ answer: () => ({ status: 200, body: { text: 'é'.repeat(600) } }) });
  expect((await send('GET', MINE, { headers: { 'accept-encoding': 'gzip' } })).encoded).toBe(true);
});

test('a problem document is compressed, too, and keeps the tag of the resource', async () => {
  const issues = Array.from({ length: 20 }, (_, index) => ({
    in: 'body' as const,
    pointer: `/fields/${index}`,
    code: 'validation.format',
    message: 'has to have another form',
  }));
  const headers = { etag: '"goal.4"' };
  const { send } = createTestApi({
    answer: () => {
      throw new AppError('precondition-failed', 'precondition.failed', 'A sentence.', { issues, headers });
    },
  });
  const answer = await send('GET', MINE, { headers: { 'accept-encoding': 'br' } });
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'content-encoding': 'br',
    etag: '"goal.4"',
    vary: 'origin, accept-encoding',
    'cache-control': 'no-store',
  });
  const problem = JSON.parse(brotliDecompressSync(Buffer.from(answer.text ?? '', 'base64')).toString());
  expect([answer.status, problem.status, problem.errors]).toEqual([412, 412, issues]);
});

test.each([
  ['"goal.3-br"', 'br', '"goal.3-br"'],
  ['"goal.3-gzip"', 'gzip', '"goal.3-gzip"'],
  ['"goal.3"', undefined, '"goal.3"'],
  ['W/"goal.3-br"', 'br', '"goal.3-br"'],
  ['"goal.3-gzip"', 'br', '"goal.3-gzip"'],
  ['"goal.3", "goal.3-gzip", "goal.3-br"', 'br', '"goal.3-br"'],
  ['"goal.3-br", "goal.3"', undefined, '"goal.3"'],
  ['"goal.3-br"', undefined, '"goal.3-br"'],
  ['*', 'br', '"goal.3"'],
])('If-None-Match: %s with %s is answered 304 under %s', async (known, accepted, tag) => {
  const { status, headers, text } = await read(accepted, { 'if-none-match': known });
  expect({ status, text, tag: headers['etag'] }).toEqual({ status: 304, text: undefined, tag });
  expect(headers).toMatchObject({
    vary: 'authorization, origin, accept-encoding',
    'cache-control': 'private, no-cache',
  });
});

test('the tag of a compressed answer is good for a change', async () => {
  const tag = (await read('br')).headers['etag'] ?? '';
  const { send, seen } = createTestApi();
  expect((await send('PATCH', MINE, { body: '{"name":"a"}', headers: { 'if-match': tag } })).status).toBe(200);
  expect(seen[0]).toMatchObject({ ifMatch: [{ id: 'goal', version: 3 }] });
});

test('the answer of a write is compressed like any other', async () => {
  const { send } = createTestApi({ answer: () => ({ status: 201, version, body: LONG }) });
  const sent = { body: '{"name":"a"}', headers: { ...KEY, 'accept-encoding': 'gzip, br' } };
  const { headers } = await send('POST', MINE, sent);
  expect(headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'no-store', etag: '"goal.3-br"' });
});

test('a repeat is compressed as its own caller accepts, whatever the first one got', async () => {
  const { send } = createTestApi({ answer: () => ({ status: 201, version, body: LONG }) });
  const post = (accepted: string) =>
    send('POST', MINE, { body: '{"name":"a"}', headers: { ...KEY, 'accept-encoding': accepted } });
  const [first, again, plain] = [await post('br'), await post('gzip'), await post('identity')];
  expect([again, plain].map(({ headers }) => headers['idempotency-replayed'])).toEqual(['true', 'true']);
  const told = [first, again, plain].map(({ headers }) => [headers['content-encoding'], headers['etag']]);
  expect(told).toEqual([
    ['br', '"goal.3-br"'],
    ['gzip', '"goal.3-gzip"'],
    [undefined, '"goal.3"'],
  ]);
  expect(JSON.parse(gunzipSync(Buffer.from(again.text ?? '', 'base64')).toString())).toEqual(LONG);
  expect(plain.json).toEqual(LONG);
});

test.each([
  ['no body', { status: 204 }],
  ['a coding of its own', { status: 200, headers: { 'content-encoding': 'gzip' }, body: 'x'.repeat(2_000) }],
])('an answer with %s stays as it is', async (_, reply) => {
  const { send } = createTestApi({ answer: () => reply });
  const sent = { body: '{"name":"a"}', headers: { ...MATCH, 'accept-encoding': 'br' } };
  expect((await send('PATCH', MINE, sent)).encoded).toBe(false);
});

test('H1 an answer of more than 5 MB is a bug, and a small 500', async () => {
  const ofBytes = (length: number) =>
    createTestApi({ answer: () => ({ status: 200, body: 'x'.repeat(length) }) }).send('GET', MINE);
  expect((await ofBytes(5 * 1024 * 1024)).status).toBe(200);
  const answer = await ofBytes(5 * 1024 * 1024 + 1);
  expect([answer.status, answer.json['code'], answer.lines.length]).toEqual([500, 'internal', 1]);
});
