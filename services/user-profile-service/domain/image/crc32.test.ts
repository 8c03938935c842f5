import { crc32 } from './crc32.ts';
import { latin1 } from './fixtures/edit-bytes.ts';

test('agrees with the published check value and with the CRC of every empty IEND', () => {
  expect(crc32(latin1('123456789'), 0, 9)).toBe(0xcbf43926);
  expect(crc32(latin1('..IEND..'), 2, 6)).toBe(0xae426082);
});
