import { byteReader } from './byte-reader.ts';

/** Printing profiles come to about 650 kB; what is larger is no profile that a photograph needs. */
export const largestIccProfile = 1_048_576;

const headerLength = 128;

/**
 * Whether an ICC profile of `length` bytes begins at `at`. The header states its own size and carries `acsp` at 36
 * (ICC.1:2022, 7.2): a profile that does not agree with them is dropped, for its segment is then a place to hide things.
 */
export function isIccProfile(bytes: Uint8Array, at: number, length: number): boolean {
  const read = byteReader(bytes);
  return length >= headerLength && length <= largestIccProfile && read.u32(at) === length && read.has(at + 36, 'acsp');
}
