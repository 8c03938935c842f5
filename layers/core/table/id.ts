import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARACTERS = 16;

/** A ULID (Crockford base 32): 48 bits of `now` in milliseconds, then 80 random bits; sorts by time. */
export function ulid(now: number): string {
  let time = '';
  for (let rest = now, index = 0; index < 10; index++, rest = Math.floor(rest / 32)) {
    time = ALPHABET.charAt(rest % 32) + time;
  }
  let random = '';
  // 256 is a multiple of 32, so a byte modulo 32 is uniform.
  for (const byte of randomBytes(RANDOM_CHARACTERS)) random += ALPHABET.charAt(byte % 32);
  return time + random;
}
