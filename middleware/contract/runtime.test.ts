import fc from 'fast-check';
import { equal, formats, length, patterns } from './runtime.ts';

describe('date', () => {
  test.each(['2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01', '9999-12-31'])('takes %s', (day) => {
    expect(formats.date(day)).toBe(true);
  });

  test.each([
    ...['2023-02-29', '1900-02-29', '2100-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-01-32'],
    ...[
      '2026-1-1',
      '26-01-01',
      '2026-01-01\n',
      ' 2026-01-01',
      '2026-01-01T00:00:00Z',
      '٢٠٢٦-٠١-٠١',
      '+002026-01-01',
      '',
    ],
  ])('refuses %j', (day) => {
    expect(formats.date(day)).toBe(false);
  });

  test('agrees with the calendar on every day of four centuries', () => {
    const day = fc.tuple(
      fc.integer({ min: 1600, max: 2400 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(day, ([year, month, date]) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
        const read = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
        expect(formats.date(text)).toBe(exists);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('date-time', () => {
  test.each(['2026-01-01T00:00:00Z', '2026-01-01T23:59:59.123456789+14:00', '2024-02-29T12:00:00-03:30'])(
    'takes %s',
    (instant) => {
      expect(formats['date-time'](instant)).toBe(true);
    },
  );

  test.each([
    ...[
      '2026-01-01 00:00:00Z',
      '2026-01-01t00:00:00Z',
      '2026-01-01T00:00:00z',
      '2026-01-01T00:00:00',
      '2026-01-01T24:00:00Z',
    ],
    ...[
      '2026-01-01T00:60:00Z',
      '2026-01-01T00:00:60Z',
      '2026-02-30T00:00:00Z',
      '2026-01-01T00:00:00.Z',
      '2026-01-01T00:00Z',
    ],
    ...['2026-01-01T00:00:00+24:00', '2026-01-01T00:00:00Z\n', `2026-01-01T00:00:00.${'1'.repeat(50)}Z`],
  ])('refuses %j', (instant) => {
    expect(formats['date-time'](instant)).toBe(false);
  });
});

describe('line and lines', () => {
  const refused = ['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u009f', '\u2028', '\u2029', '\ud800', '\udc00'];

  test.each(refused)('refuse %j', (character) => {
    expect(formats.line(`a${character}b`)).toBe(false);
    expect(formats.lines(`a${character}b`)).toBe(false);
  });

  test.each(['\n', '\r', '\t'])('differ about %j', (character) => {
    expect(formats.line(`a${character}b`)).toBe(false);
    expect(formats.lines(`a${character}b`)).toBe(true);
  });

  test.each([
    '\u200b',
    '\u200d\u2060',
    '\ufeff ',
    '\u202e',
    '\u3164',
    '\u115f\u1160',
    '\u2800',
    '\ufe0f',
    '\u00ad',
    '\u{e0001}',
  ])('H5 a line in which nothing can be seen is none: %j', (text) => {
    expect([formats.line(text), formats.line(`${text}.`)]).toEqual([false, true]);
  });

  test.each(['.', '-', '0', 'ا', '日', '🏋️', '\u0301', '\u{1fae9}'])('H5 one sign makes a line: %j', (text) => {
    expect(formats.line(text)).toBe(true);
  });

  test('a line is not blank, lines may be', () => {
    expect(['', ' ', '\u00a0\u3000', 'a'].map(formats.line)).toEqual([false, false, false, true]);
    expect(formats.lines('')).toBe(true);
  });

  test('take any other character', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((value) => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value));
    fc.assert(
      fc.property(text, (value) => expect([formats.line(`x${value}`), formats.lines(value)]).toEqual([true, true])),
    );
    expect(formats.line('🏋️‍♀️ Zoë ‮')).toBe(true);
  });
});

test('uuid is lower case and of a known version', () => {
  const id = '6f1d1f3e-0b7a-4c2e-9d55-0a4f1c7e2b11';
  expect(patterns.uuid.test(id)).toBe(true);
  for (const other of [
    id.toUpperCase(),
    `urn:uuid:${id}`,
    `{${id}}`,
    `${id}\n`,
    id.replace('4c2e', '0c2e'),
    id.slice(1),
  ]) {
    expect(patterns.uuid.test(other)).toBe(false);
  }
});

test('length counts code points', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(length(text)).toBe([...text].length)));
});

test('equal compares JSON values, whatever the order of names', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(equal(a, structuredClone(a))).toBe(true);
      if (equal(a, b)) expect(a).toEqual(b);
    }),
  );
  expect(equal({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  expect([equal([], {}), equal({ a: undefined }, { b: undefined }), equal([1], [1, 2]), equal(null, {})]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
