import { splitPayload } from './split-payload.ts';

const records = (...sizes: readonly number[]) => sizes.map((size) => ({ eventID: 'x'.repeat(size) }));
const lengths = (...sizes: readonly number[]): readonly number[] =>
  splitPayload(records(...sizes), 100).map(({ length }) => length);

test.each<[readonly number[], readonly number[]]>([
  [[], []],
  [[10], [1]],
  [[20, 20], [2]],
  [
    [40, 40, 10],
    [1, 2],
  ],
  [
    [10, 500, 10],
    [1, 1, 1],
  ],
])('cuts records of %j bytes into %j', (sizes, expected) => {
  expect(lengths(...sizes)).toEqual(expected);
});

test('never makes an event that is larger than allowed', () => {
  for (const batch of splitPayload(records(9, 18, 27, 36, 5, 5, 5), 100)) {
    expect(Buffer.byteLength(JSON.stringify({ Records: batch }))).toBeLessThanOrEqual(100);
  }
});
