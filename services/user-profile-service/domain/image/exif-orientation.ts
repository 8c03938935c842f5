import { byteReader } from './byte-reader.ts';

const orientationTag = 0x0112;
const shortType = 3;
const entryLength = 12;

/**
 * The Orientation (2 to 8) of an EXIF segment whose payload lies from `start` to `end`, or `undefined` where the
 * picture stands upright or the block is not understood. EXIF 2.32, 4.6.2 and 4.6.4: a TIFF header, then IFD0.
 */
export function readOrientation(bytes: Uint8Array, start: number, end: number): number | undefined {
  const read = byteReader(bytes);
  const tiff = start + 6;
  if (tiff + 8 > end || !read.has(start, 'Exif\0')) return undefined;
  const little = read.has(tiff, 'II*\0');
  if (!little && !read.has(tiff, 'MM\0*')) return undefined;
  const u16 = little ? read.u16le : read.u16;
  const u32 = little ? read.u32le : read.u32;

  const directory = tiff + u32(tiff + 4);
  if (directory + 2 > end) return undefined;
  const entries = u16(directory);
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * entryLength;
    if (entry + entryLength > end) return undefined;
    if (u16(entry) !== orientationTag) continue;
    const value = u16(entry + 8);
    return u16(entry + 2) === shortType && u32(entry + 4) === 1 && value >= 2 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/**
 * A whole APP1 segment that says nothing but how to turn the picture. Phones store the sensor's rows and write the
 * turn into EXIF: dropping all of EXIF would lay portraits on their side, and turning the pixels needs a decoder.
 */
export function orientationSegment(orientation: number): readonly number[] {
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];
  const tiffHeader = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8];
  const onlyEntry = [0x01, 0x12, 0, shortType, 0, 0, 0, 1, 0, orientation, 0, 0];
  return [0xff, 0xe1, 0, 34, ...exif, ...tiffHeader, 0, 1, ...onlyEntry, 0, 0, 0, 0];
}
