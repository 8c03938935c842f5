import { createTestApi, KEY, MATCH, MINE } from './test-api.ts';

const KB = 1024;
const patch = (body: string, headers: Readonly<Record<string, string | undefined>> = {}, base64 = false) =>
  createTestApi().send('PATCH', MINE, { body, base64, headers: { ...MATCH, ...headers } });
const post = (headers: Readonly<Record<string, string | undefined>>) =>
  createTestApi().send('POST', MINE, { body: '{"name":"a"}', headers: { ...KEY, ...headers } });
const good = '{"name":"a"}';
const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');

describe('the media type', () => {
  test.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/merge-patch+json',
    'application/merge-patch+json; charset=utf-8',
  ])('of a PATCH may be %s', async (type) => {
    expect((await patch(good, { 'content-type': type })).status).toBe(200);
  });

  test.each([
    undefined,
    '',
    'text/plain',
    'application/json, text/plain',
    'application/jsonp',
    'application/json; charset=latin1',
    'application/json-patch+json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/problem+json',
    'application/json; charset=utf-8; charset=utf-16',
  ])('of a PATCH may not be %s', async (type) => {
    const answer = await patch(good, { 'content-type': type });
    expect([answer.status, answer.json['code']]).toEqual([415, 'media.unsupported']);
  });

  test('of anything but a PATCH may not be merge-patch', async () => {
    expect((await post({ 'content-type': 'application/merge-patch+json' })).status).toBe(415);
    expect((await post({})).status).toBe(200);
  });
});

describe('the size', () => {
  const padded = (length: number): string => good.padEnd(length, ' ');

  test('may be 256 kB, and not a byte more', async () => {
    expect((await patch(padded(256 * KB))).status).toBe(200);
    expect((await patch(padded(256 * KB + 1))).json['code']).toBe('limit.size');
  });

  test('counts decoded bytes of base64', async () => {
    expect((await patch(base64(padded(256 * KB)), {}, true)).status).toBe(200);
    expect((await patch(base64(padded(256 * KB + 1)), {}, true)).status).toBe(413);
  });

  test('counts bytes, not characters', async () => {
    expect((await patch(`{"name":"${'é'.repeat(128 * KB)}"}`)).status).toBe(413);
  });
});

test('a base64 body is read as the same text', async () => {
  const { send, seen } = createTestApi();
  await send('PATCH', MINE, { body: base64('{"name":"Zoë 🏋️"}'), base64: true, headers: MATCH });
  expect(seen[0]).toMatchObject({ body: { name: 'Zoë 🏋️' } });
});

test.each([
  ['a broken sequence', [0xc3, 0x28]],
  ['an overlong sequence', [0xc0, 0xaf]],
  ['an encoded surrogate', [0xed, 0xa0, 0x80]],
  ['a sequence cut short', [0xf0, 0x9f, 0x8f]],
  ['a byte-order mark of UTF-16', [0xff, 0xfe]],
])('bytes that are no UTF-8 are refused: %s', async (_, bytes) => {
  const body = base64(Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]));
  const answer = await patch(body, {}, true);
  expect([answer.status, answer.json['code']]).toEqual([400, 'body.malformed']);
});

test.each([
  ...[
    '',
    ' ',
    '{',
    '{"name":"a"',
    "{'name':'a'}",
    '{"name":"a"}x',
    '{"name":"a",}',
    'undefined',
    'NaN',
    '\ufeff{"name":"a"}',
  ],
])('%j is malformed', async (body) => {
  const answer = await patch(body);
  expect([answer.status, answer.json['code']]).toEqual([400, 'body.malformed']);
});

test('no body at all is malformed, too', async () => {
  const answer = await createTestApi().send('PATCH', MINE, {
    headers: { ...MATCH, 'content-type': 'application/json' },
  });
  expect([answer.status, answer.json['code']]).toEqual([400, 'body.malformed']);
});

test.each(['null', '[]', '"a"', '1', '{}', '{"name":null}', '{"toString":1,"name":"a"}'])(
  '%s is well-formed, and refused by the schema',
  async (body) => {
    const answer = await patch(body);
    expect(answer.status).toBe(400);
    expect(answer.json['code']).toMatch(/^validation\./);
  },
);

test.each([
  ['nested lists', `${'['.repeat(128 * KB)}${']'.repeat(128 * KB)}`],
  ['nested objects', `${'{"a":'.repeat(40 * KB)}1${'}'.repeat(40 * KB)}`],
  ['unclosed lists', '['.repeat(256 * KB)],
  ['very many names', `{${Array.from({ length: 20_000 }, (_, index) => `"n${index}":1`).join()}}`],
  ['a very long list', `{"name":"a","tags":[${'1,'.repeat(120_000)}1]}`],
])('%s are refused, and quickly', async (_, body) => {
  const start = performance.now();
  const answer = await patch(body);
  expect(answer.status).toBe(400);
  expect(performance.now() - start).toBeLessThan(4_000);
});

test('texts arrive in NFC, and are measured in it', async () => {
  const { send, seen } = createTestApi();
  const decomposed = 'e\u0301'.repeat(10);
  expect(
    (await send('PATCH', MINE, { body: JSON.stringify({ name: decomposed, tags: ['A\u030a'] }), headers: MATCH }))
      .status,
  ).toBe(200);
  expect(seen[0]?.['body']).toEqual({ name: 'é'.repeat(10), tags: ['Å'] });
});

test('a body on a route without one is not read', async () => {
  const { send, seen } = createTestApi();
  expect((await send('GET', MINE, { body: '{', headers: { 'content-type': 'text/plain' } })).status).toBe(200);
  expect(seen[0]?.['body']).toBeUndefined();
});
