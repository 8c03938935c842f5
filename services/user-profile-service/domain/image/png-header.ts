import { byteReader } from './byte-reader.ts';
import type { ImageRefusal } from './cleaned-pixels.ts';
import { pixelLimit } from './pixel-limit.ts';

export const paletteType = 3;

/** Bit depths and bytes of tRNS and sBIT, by colour type (PNG third edition, 11.2.1, 11.3.1.1, 11.3.2.5). */
const colourTypes = new Map([
  [0, { depths: [1, 2, 4, 8, 16], transparency: 2, significantBits: 1 }],
  [2, { depths: [8, 16], transparency: 6, significantBits: 3 }],
  [paletteType, { depths: [1, 2, 4, 8], transparency: 256, significantBits: 3 }],
  [4, { depths: [8, 16], transparency: 0, significantBits: 2 }],
  [6, { depths: [8, 16], transparency: 0, significantBits: 4 }],
]);

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly colourType: number;
  /** How long tRNS is; the most it may be where there is a palette; 0 where it may not stand. */
  readonly transparency: number;
  readonly significantBits: number;
}

/** Reads the 13 bytes of IHDR at `at`. */
export function pngHeader(bytes: Uint8Array, at: number): PngHeader | ImageRefusal {
  const read = byteReader(bytes);
  const width = read.u32(at);
  const height = read.u32(at + 4);
  const colourType = read.u8(at + 9);
  const colours = colourTypes.get(colourType);
  const isKnown = colours?.depths.includes(read.u8(at + 8)) && read.u16(at + 10) === 0 && read.u8(at + 12) <= 1;
  if (!colours || !isKnown) return 'image.malformed';
  const { transparency, significantBits } = colours;
  return pixelLimit(width, height) ?? { width, height, colourType, transparency, significantBits };
}
