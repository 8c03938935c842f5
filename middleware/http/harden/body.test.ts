import fc from 'fast-check';
import { ANYTHING, createTestApi } from '../test-api.ts';
import { scanJson } from './scan-json.ts';

const KB = 1024;
const put = (body: string, { base64 = false, headers = {} } = {}) =>
  createTestApi().send('PUT', ANYTHING, { body, base64, headers });
const verdict = async (body: string, options = {}) => {
  const { status, json } = await put(body, options);
  return status === 200 ? 200 : [status, json['code']];
};
const encoded = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const nested = (depth: number, inner = '1'): string => `${'[{"a":'.repeat(depth / 2)}${inner}${'}]'.repeat(depth / 2)}`;
const keys = (count: number): string => `{${Array.from({ length: count }, (_, at) => `"k${at}":1`).join()}}`;
const items = (count: number): string => `[${Array.from({ length: count }, () => '{}').join()}]`;

afterEach(() => {
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

describe('H1 the size', () => {
  const ofBytes = (bytes: number): string => `"${'é'.repeat((bytes - 2) / 2)}"`;

  test.each([
    ['as text', (text: string) => [text, {}] as const],
    ['in base64', (text: string) => [encoded(text), { base64: true }] as const],
  ])('is at most 256 kB %s', async (_, deliver) => {
    expect(await verdict(...deliver(ofBytes(256 * KB)))).toBe(200);
    expect(await verdict(...deliver(ofBytes(256 * KB + 2)))).toEqual([413, 'limit.size']);
  });
});

describe('H3 the shape', () => {
  test.each([
    ['16 levels', nested(16), 200],
    ['17 levels', nested(16, '[]'), 'body.too-complex'],
    ['200 keys', keys(200), 200],
    ['201 keys', keys(201), 'body.too-complex'],
    ['1,000 items', items(1_000), 200],
    ['1,001 items', items(1_001), 'body.too-complex'],
    ['1,001 items far inside', nested(14, items(1_001)), 'body.too-complex'],
    ['200 keys in each of many objects', `[${Array.from({ length: 20 }, () => keys(200)).join()}]`, 200],
    ['commas and braces in texts', JSON.stringify(['[{"a":'.repeat(500), ',\\"'.repeat(2_000)]), 200],
  ])('with %s', async (_, body, expected) => {
    expect(await verdict(body)).toEqual(expected === 200 ? 200 : [400, expected]);
  });

  test.each([
    ['200,000 lists', '['.repeat(200_000)],
    ['200,000 objects', '{"a":'.repeat(200_000)],
    ['200,000 keys', keys(200_000)],
    ['ends only', ']'.repeat(250 * KB)],
    ['quotes only', '"'.repeat(250 * KB)],
    ['escaped quotes without an end', `"${'\\"'.repeat(120 * KB)}`],
    ['backslashes', `"${'\\'.repeat(250 * KB)}`],
    ['escapes', `"${'\\u0061'.repeat(40 * KB)}"`],
    ['digits', '9'.repeat(250 * KB)],
    ['points', `1${'.1'.repeat(120 * KB)}`],
    ['spaces', ' '.repeat(250 * KB)],
    ['commas', `[1${',1'.repeat(120 * KB)}]`],
    ['numbers beside each other', '1 '.repeat(120 * KB)],
  ])('is looked at once: %s', (_, body) => {
    const start = performance.now();
    scanJson(body);
    // Milliseconds outside of Jest, where globals are slow; one look back for each character would take minutes.
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('is no reason to refuse anything else', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 8 }, tie('leaf'), fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
      leaf: fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.double({ max: 1, min: -1 })),
    })).value;
    fc.assert(
      fc.property(json, fc.nat({ max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!/"(__proto__|constructor|prototype)"|\ufffd/.test(text));
        expect(scanJson(text)).toBeUndefined();
      }),
    );
  });
});

describe('H4 the text', () => {
  test.each([
    ['a byte-order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
    ['an overlong NUL', [0x22, 0xc0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0, 0x7d, 0]],
    ['half a sequence', [0x22, 0xf0, 0x9f, 0x8f, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ])('of bytes is strict UTF-8: %s', async (_, bytes) => {
    expect(await verdict(encoded(Uint8Array.from(bytes)), { base64: true })).toEqual([400, 'body.malformed']);
  });

  test.each([
    ['a NUL', '"a\\u0000b"'],
    ['a bare NUL', '"a\0b"'],
    ['half a pair, escaped', '{"a":["\\ud83c"]}'],
    ['the other half, escaped', '"\\udfcb"'],
    ['both halves in the wrong order', '"\\udfcb\\ud83c"'],
    ['half a pair', '"a\ud83cb"'],
    ['half a pair in a key', '{"\\uD83C":1}'],
    ['the sign for what was lost', '"a\ufffdb"'],
    ['the sign for what was lost, escaped', '"\\uFFFD"'],
    ['31 combining marks in a row', `"a${'\u0301'.repeat(31)}"`],
    ['31 of them, escaped', `"a${'\\u0301'.repeat(31)}"`],
    ['31 of two kinds', `"a${'\u0301'.repeat(16)}${'\u0316'.repeat(15)}"`],
  ])('is whole: %s is refused', async (_, body) => {
    expect(await verdict(body)).toEqual([400, 'text.not-allowed']);
  });

  test.each(['"\\ud83c\\udfcb"', '"🏋️‍♀️ 👩‍👩‍👧 e\\u0301"', '"\\u202e\\u200b"'])(
    'is otherwise anything: %s',
    async (body) => {
      expect(await verdict(body)).toBe(200);
    },
  );

  test('of 30 combining marks on every letter is read in no time, and one of 100,000 on one is not normalized', async () => {
    const dense = `"${`a${'\u0301\u0316'.repeat(15)}`.repeat(4_000)}"`;
    const begun = performance.now();
    expect(await verdict(dense)).toBe(200);
    expect(await verdict(`"a${'\u0301'.repeat(80_000)}${'\u0316'.repeat(40_000)}"`)).toEqual([400, 'text.not-allowed']);
    expect(performance.now() - begun).toBeLessThan(500); // 4 s with the sort
  });

  test('is kept in NFC', async () => {
    const { send, seen } = createTestApi();
    await send('PUT', ANYTHING, { body: '["e\\u0301", "A\u030a", "\\u212b"]' });
    expect(seen[0]?.['body']).toEqual(['é', 'Å', 'Å']);
  });
});

describe('H5 a number', () => {
  test.each([
    ...['1e400', '-1e400', '12345678901234567890', '9007199254740992', '-9007199254740992', '1e16', '1e308'],
    ...['{"a":[1e999]}', '9007199254740993.0'],
  ])('that cannot be kept exactly is refused: %s', async (body) => {
    expect(await verdict(body)).toEqual([400, 'body.number-out-of-range']);
  });

  test.each(['9007199254740991', '-9007199254740991', '0.1', '-0', '1E2', '1e-400', '"1e400"', '123456789.125'])(
    'within bounds is taken: %s',
    async (body) => {
      expect(await verdict(body)).toBe(200);
    },
  );

  test.each(['01', '+1', '.5', '1.', '0x10', 'NaN', 'Infinity', '-Infinity', '1_000', '1e', '--1'])(
    'that JSON does not know is malformed: %s',
    async (body) => {
      expect(await verdict(body)).toEqual([400, 'body.malformed']);
    },
  );
});

describe('H6 a key that is there twice', () => {
  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '[[{"x":{"b":1,"c":{},"b":2}}]]',
    '{"":1,"":2}',
    '{"a":{"a":1},"b":[{}],"a":2}',
    '{"a" : 1 , "a" : 2}',
  ])('is refused: %s', async (body) => {
    expect(await verdict(body)).toEqual([400, 'body.duplicate-key']);
  });

  test.each(['{"a":{"a":{"a":1}}}', '[{"a":1},{"a":1}]', '{"a":"a","b":"a"}', '{"a":["a","a"]}', '{"a":1,"A":2}'])(
    'but in another object is another: %s',
    async (body) => {
      expect(await verdict(body)).toBe(200);
    },
  );

  test('is found wherever it is', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', 'é', '{', ','), maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.json({ maxDepth: 2 })), { maxLength: 5 }), (entries) => {
        const text = `{${entries.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(',')}}`;
        const inner = entries.map(([, value]) => scanJson(value)).filter((fault) => fault !== undefined);
        const names = entries.map(([key]) => key);
        fc.pre(inner.length === 0);
        expect(scanJson(text)).toBe(new Set(names).size < names.length ? 'body.duplicate-key' : undefined);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('H7 a key that reaches prototypes', () => {
  test.each([
    '{"__proto__":{"polluted":1}}',
    '{"a":[{"__proto__":{"polluted":1}}]}',
    '{"\\u005f_proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"a":{"prototype":{"polluted":1}}}',
    '{"__proto__":null}',
  ])('is refused: %s', async (body) => {
    expect(await verdict(body)).toEqual([400, 'body.forbidden-key']);
  });

  test('is a text like any other where it is no key', async () => {
    expect(await verdict('["__proto__",{"a":"constructor"}]')).toBe(200);
  });

  test.each(['?__proto__=1', '?__proto__[polluted]=1', '?constructor.prototype.polluted=1'])(
    'does nothing in a query: %s',
    async (query) => {
      const { status, json } = await createTestApi().send('GET', `/v1/account${query}`);
      expect([status, json['code']]).toEqual([400, 'validation.unknown-field']);
    },
  );
});

describe('H9 what the body is said to be', () => {
  test.each(['gzip', 'br', 'deflate', 'compress', 'zstd', 'identity, gzip', 'aws-chunked', 'x'])(
    'a content coding is refused: %s',
    async (coding) => {
      const body = '{"a":1}';
      expect(await verdict(body, { headers: { 'content-encoding': coding } })).toEqual([
        415,
        'media.coding-unsupported',
      ]);
    },
  );

  test.each(['', 'identity', ' Identity '])('none is none: %j', async (coding) => {
    expect(await verdict('{}', { headers: { 'content-encoding': coding } })).toBe(200);
  });

  test.each(['application/json; charset=utf-16', 'application/json; charset=latin1', 'text/json'])(
    'another character set or type is refused: %s',
    async (type) => {
      expect(await verdict('{}', { headers: { 'content-type': type } })).toEqual([415, 'media.unsupported']);
    },
  );

  test.each(['text/html', 'application/xml;q=1, */*;q=0', '', 'x'])('Accept is ignored: %j', async (accept) => {
    const { status, headers } = await put('{}', { headers: { accept } });
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([
      200,
      'application/json',
      'nosniff',
    ]);
  });
});
