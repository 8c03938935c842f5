import { createHash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DIGITS = 26;

/** `evt_` and 130 bits of the parts' SHA-256, in the alphabet and length of every other id. */
export function changeId(parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digit = (index: number): string => ALPHABET.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2));
  return `evt_${Array.from({ length: DIGITS }, (_, index) => digit(index)).join('')}`;
}
