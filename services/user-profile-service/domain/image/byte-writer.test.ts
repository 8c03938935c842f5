import { byteWriter } from './byte-writer.ts';

test('grows beyond its first room and gives a buffer without any slack', () => {
  const writer = byteWriter(2);
  writer.text('abc');
  writer.copy(Uint8Array.of(1, 2, 3, 4), 1, 3);
  writer.copy(new Uint8Array(100).fill(9), 0, 100);
  writer.put(7);
  const bytes = writer.bytes();
  expect([...bytes.subarray(0, 6)]).toEqual([97, 98, 99, 2, 3, 9]);
  expect([bytes.length, bytes.buffer.byteLength, bytes.at(-1)]).toEqual([106, 106, 7]);
});
