import fs from 'node:fs';
import { describeError, type LogLevel, log } from './log.ts';

/** What `work` writes to standard output; `accept` says how many bytes of a write are taken, or throws. */
function written(
  work: () => void,
  accept: (chunk: Uint8Array, call: number) => number = (chunk) => chunk.length,
): string {
  const chunks: Uint8Array[] = [];
  let call = 0;
  const spy = jest.spyOn(fs, 'writeSync').mockImplementation((fd, chunk: unknown) => {
    const bytes = chunk as Uint8Array; // the log writes bytes
    const taken = accept(bytes, call++);
    if (fd === 1) chunks.push(bytes.subarray(0, taken));
    return taken;
  });
  try {
    work();
  } finally {
    spy.mockRestore();
  }
  return Buffer.concat(chunks).toString();
}
const lineOf = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  JSON.parse(written(() => log('info', 'm', fields)));

afterEach(() => {
  delete process.env['LOG_LEVEL'];
});

test('writes one line of JSON', () => {
  const text = written(() => log('warn', 'what happened', { userId: 'u', at: { line: 'a\nb' } }));
  expect(text).toMatch(/^\{[^\n]*\}\n$/);
  expect(JSON.parse(text)).toEqual({
    level: 'warn',
    time: expect.stringMatching(/Z$/),
    message: 'what happened',
    userId: 'u',
    at: { line: 'a\nb' },
  });
});

test.each<[string | undefined, readonly LogLevel[]]>([
  [undefined, ['info', 'warn', 'error']],
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
  ['loud', ['info', 'warn', 'error']],
  ['toString', ['info', 'warn', 'error']],
])('at LOG_LEVEL %s writes %j', (level, expected) => {
  if (level !== undefined) process.env['LOG_LEVEL'] = level;
  const all: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
  expect(all.filter((each) => written(() => log(each, 'm')) !== '')).toEqual(expected);
});

test.each([
  'authorization',
  'Cookie',
  'accessToken',
  'clientSecret',
  'PASSWORD',
  'signature',
  'credentials',
  'userEmail',
  'phoneNumber',
])('hides the value of %s at any depth', (name) => {
  expect(JSON.stringify(lineOf({ [name]: 'hidden', inner: [{ [name]: { deep: 'hidden' } }] }))).not.toContain('hidden');
});

test('cuts long texts, and writes what JSON has no word for', () => {
  const line = lineOf({ long: 'x'.repeat(5_000), big: 10n, none: undefined });
  expect(String(line['long'])).toHaveLength(2_003);
  expect(line).toMatchObject({ big: '10' });
});

test('no character of a text ends the line', () => {
  const text = written(() => log('info', 'm', { a: '\u2028\u2029\n\r' }));
  expect(text).not.toMatch(/[\u2028\u2029\r]|\n./);
  expect(JSON.parse(text)).toMatchObject({ a: '\u2028\u2029\n\r' });
});

test('goes on where a pipe took a part of the line or was full for a moment', () => {
  const busy = Object.assign(new Error('full'), { code: 'EAGAIN' });
  const text = written(
    () => log('info', 'é'.repeat(50)),
    (_, call) => {
      if (call === 1) throw busy;
      return 7;
    },
  );
  expect(JSON.parse(text)).toMatchObject({ message: 'é'.repeat(50) });
});

test('a closed pipe is nobody’s failure', () => {
  const closed = Object.assign(new Error('closed'), { code: 'EPIPE' });
  expect(() =>
    written(
      () => log('info', 'm'),
      () => {
        throw closed;
      },
    ),
  ).not.toThrow();
});

describe('describeError', () => {
  test('has name, code, message and stack, and those of its causes', () => {
    const error = new TypeError('outer', { cause: Object.assign(new Error('inner'), { code: 'ECONNRESET' }) });
    expect(describeError(error)).toMatchObject({
      name: 'TypeError',
      message: 'outer',
      stack: expect.any(String),
      cause: { message: 'inner', code: 'ECONNRESET' },
    });
  });

  test('ends where causes go in a circle', () => {
    const error = new Error('x');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).match(/"name"/g)).toHaveLength(6);
  });

  test('has the errors of an AggregateError', () => {
    expect(describeError(new AggregateError([new Error('a'), 'b'], 'c'))).toMatchObject({
      message: 'c',
      errors: [{ message: 'a' }, { name: 'string', message: 'b' }],
    });
  });

  test('is written of what throws when it is looked at, too', () => {
    const { proxy, revoke } = Proxy.revocable(new Error('x'), {});
    revoke();
    expect(describeError(proxy)).toEqual({ name: 'object', message: 'cannot be read' });
    expect(describeError(new Error('y', { cause: proxy }))).toMatchObject({
      message: 'y',
      cause: { message: 'cannot be read' },
    });
  });

  test.each<[unknown, object]>([
    ['text', { name: 'string', message: 'text' }],
    [null, { name: 'object', message: 'null' }],
    [undefined, { name: 'undefined', message: 'undefined' }],
    [Object.create(null), { name: 'object', message: 'object' }],
    [Symbol('s'), { name: 'symbol', message: 'Symbol(s)' }],
    ['x'.repeat(9_000), { name: 'string', message: expect.stringMatching(/^x{2000}\.\.\.$/) }],
  ])('describes what is no error: %p', (thrown, description) => {
    expect(describeError(thrown)).toEqual(description);
  });
});
