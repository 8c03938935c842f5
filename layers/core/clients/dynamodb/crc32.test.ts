import { crc32 as reference } from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from './crc32.ts';

// One process, so these run by hand until 16 kB have been seen.
test('gives the published check value', () => {
  expect(crc32('123456789')).toBe(0xcbf43926);
  expect(crc32('')).toBe(0);
});

test('agrees with zlib on any text, of which the bytes count', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(crc32(text)).toBe(reference(text));
    }),
    { numRuns: 200 },
  );
});

test('agrees with zlib when it leaves the work to it', () => {
  const long = 'é'.repeat(100_000);
  expect(crc32(long)).toBe(reference(long));
  expect(crc32('short again')).toBe(reference('short again'));
});
