import fc from 'fast-check';
import { ulid } from './id.ts';

const LATEST = 2 ** 48 - 1;
const instant = fc.integer({ min: 0, max: LATEST });

test('has 26 characters of Crockford’s alphabet, the first at most 7', () => {
  fc.assert(fc.property(instant, (now) => expect(ulid(now)).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)));
});

test('sorts by time as text', () => {
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      fc.pre(a !== b);
      expect(ulid(a) < ulid(b)).toBe(a < b);
    }),
  );
});

test('writes time as the ULID specification does', () => {
  expect(ulid(1_469_918_176_385).slice(0, 10)).toBe('01ARYZ6S41');
  expect([ulid(0).slice(0, 10), ulid(LATEST).slice(0, 10)]).toEqual(['0000000000', '7ZZZZZZZZZ']);
});

test('does not repeat itself in one millisecond, and draws every character', () => {
  const ids = Array.from({ length: 20_000 }, () => ulid(0));
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(ids.flatMap((id) => [...id.slice(10)])).size).toBe(32);
});
