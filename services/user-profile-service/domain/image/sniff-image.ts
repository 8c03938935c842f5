import { byteReader } from './byte-reader.ts';

/** The formats that a profile photograph may have. SVG is left out on purpose: it is a document that runs scripts. */
export type ImageKind = 'jpeg' | 'png' | 'webp';

/**
 * Tells an image by its first bytes, never by its name or declared type. `undefined` for everything else. A kind says
 * only what the file claims to be: `cleanImage` finds out whether that is true.
 */
export function sniffImage(bytes: Uint8Array): ImageKind | undefined {
  const read = byteReader(bytes);
  if (read.u16(0) === 0xffd8 && read.u8(2) === 0xff && opensSegment(read.u8(3))) return 'jpeg';
  if (read.has(0, '\x89PNG\r\n\x1a\n') && read.u32(8) === 13 && read.has(12, 'IHDR')) return 'png';
  if (read.has(0, 'RIFF') && read.has(8, 'WEBPVP8') && [' ', 'L', 'X'].some((last) => read.has(15, last))) {
    return 'webp';
  }
  return undefined;
}

/** A marker that may follow the start of a JPEG: any from SOF0 on that has a length (not RSTn, SOI, EOI). */
function opensSegment(marker: number): boolean {
  return marker >= 0xc0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd9);
}
