import fc from 'fast-check';
import { chooseCoding } from './content-coding.ts';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['identity', undefined],
  ['deflate, zstd', undefined],
  ['gzip', 'gzip'],
  ['br', 'br'],
  ['gzip, br', 'br'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip;q=1, br;q=0.9', 'gzip'],
  ['gzip;q=0.5,br;q=0.5', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', undefined],
  ['*', 'br'],
  ['*;q=0.1', 'br'],
  ['*;q=0', undefined],
  ['br;q=0, *', 'gzip'],
  ['gzip, *;q=0', 'gzip'],
  ['identity, br;q=0.5', undefined],
  ['identity;q=0.5, br;q=0.5', 'br'],
  ['identity;q=0, gzip;q=0.001', 'gzip'],
  ['BR', 'br'],
  [' br ; q=0.8 , gzip ; Q=0.9 ', 'gzip'],
  ['br;q=2', undefined],
  ['br;q=', undefined],
  ['br;q=0.1234, gzip', 'gzip'],
  ['br;q=-1', undefined],
  ['x-gzip', undefined],
  [',,,;;;q=', undefined],
])('Accept-Encoding: %s chooses %s', (header, coding) => {
  expect(chooseCoding(header).coding).toBe(coding);
});

test.each([
  ['identity;q=0, br', true],
  ['*;q=0, br', true],
  ['*;q=0, br, identity', false],
  ['br', false],
  ['identity;q=0', false],
])('%s refuses plain text: %s', (header, required) => {
  expect(chooseCoding(header).required).toBe(required);
});

test('never chooses what is refused', () => {
  const name = fc.constantFrom('br', 'gzip', 'identity', '*', 'zstd');
  const entry = fc.tuple(name, fc.constantFrom('', ';q=0', ';q=0.5', ';q=1', ';q=0.000'));
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ([coding]) => coding }), (entries) => {
      const { coding } = chooseCoding(entries.map((parts) => parts.join('')).join());
      const weight = new Map(entries).get(coding ?? 'identity') ?? new Map(entries).get('*');
      if (coding !== undefined) expect(Number(weight?.slice(3) || 1)).toBeGreaterThan(0);
    }),
  );
});
