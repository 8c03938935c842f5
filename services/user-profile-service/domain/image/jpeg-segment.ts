import type { ByteReader } from './byte-reader.ts';
import type { ImageRefusal } from './cleaned-pixels.ts';

export const SOF0 = 0xc0;
export const SOF2 = 0xc2;
export const DHT = 0xc4;
export const EOI = 0xd9;
export const SOS = 0xda;
export const DQT = 0xdb;
export const DRI = 0xdd;
export const COM = 0xfe;

/** A marker and its payload, from `start` to `end`, after the two bytes of length. */
export interface JpegSegment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
}

/** The segment whose marker begins at `at`, be it after fill bytes (ITU-T T.81, B.1.1.2), or why there is none. */
export function jpegSegment(read: ByteReader, at: number): JpegSegment | ImageRefusal {
  let code = at;
  while (read.u8(code) === 0xff) code += 1;
  if (code >= read.length) return 'image.truncated';
  if (code === at) return 'image.malformed';
  const marker = read.u8(code);
  if (marker === EOI) return { marker, start: code + 1, end: code + 1 };
  // 00 to BF are stuffing and reserved, D0 to D8 restart and SOI: none may stand between segments.
  if (marker < SOF0 || (marker >= 0xd0 && marker < EOI)) return 'image.malformed';
  if (code + 3 > read.length) return 'image.truncated';
  const length = read.u16(code + 1);
  if (length < 2) return 'image.malformed';
  const end = code + 1 + length;
  return end > read.length ? 'image.truncated' : { marker, start: code + 3, end };
}

/** Whether a DQT, DHT or DRI segment is filled to its last byte by what it defines, with no room for anything else. */
export function isWholeTable(read: ByteReader, { marker, start, end }: JpegSegment): boolean {
  if (marker === DRI) return end - start === 2;
  const lengthAt = marker === DQT ? quantizationLength : huffmanLength;
  let at = start;
  while (at < end) at += lengthAt(at);
  return at === end && end > start;

  function quantizationLength(table: number): number {
    return read.u8(table) >> 4 === 0 ? 65 : 129;
  }
  function huffmanLength(table: number): number {
    let symbols = 0;
    for (let bits = 1; bits <= 16; bits += 1) symbols += read.u8(table + bits);
    return 17 + symbols;
  }
}

/** Where the entropy-coded data from `start` ends: at the first marker that is no restart; `undefined` if none comes. */
export function endOfScan(bytes: Uint8Array, start: number): number | undefined {
  let at = start;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) {
      at += 1;
      continue;
    }
    let code = at + 1;
    while (bytes[code] === 0xff) code += 1;
    const marker = bytes[code];
    if (marker === undefined) return undefined;
    if (marker !== 0 && (marker < 0xd0 || marker > 0xd7)) return at;
    at = code + 1;
  }
  return undefined;
}
