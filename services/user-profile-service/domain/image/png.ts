import { byteReader } from './byte-reader.ts';
import { byteWriter } from './byte-writer.ts';
import type { CleanedPixels, RefusedImage } from './cleaned-pixels.ts';
import { crc32 } from './crc32.ts';
import { largestIccProfile } from './icc-profile.ts';
import { type PngHeader, paletteType, pngHeader } from './png-header.ts';

const firstChunk = 8;
/** Length, type and CRC around every chunk's data. */
const overhead = 12;

/**
 * Copies a PNG (third edition) up to IEND: header, palette, pixels, transparency and colour space. An animated one
 * keeps its default image. Ancillary chunks that are late, doubled or of a wrong size are dropped, as decoders do.
 */
export function cleanPng(bytes: Uint8Array): CleanedPixels | RefusedImage {
  const read = byteReader(bytes);
  const clean = byteWriter(bytes.length);
  clean.copy(bytes, 0, firstChunk);
  const seen = new Set<string>();
  let header: PngHeader | undefined;
  let paletteEntries = 0;
  let previous = '';
  let at = firstChunk;

  for (;;) {
    if (at + overhead > bytes.length) return { refused: 'image.truncated' };
    const data = at + 8;
    const length = read.u32(at);
    const end = data + length + 4;
    if (end > bytes.length) return { refused: 'image.truncated' };
    const type = String.fromCharCode(read.u8(at + 4), read.u8(at + 5), read.u8(at + 6), read.u8(at + 7));
    if (crc32(bytes, at + 4, end - 4) !== read.u32(end - 4)) return { refused: 'image.malformed' };

    if (header === undefined) {
      // Apple's build tools put CgBI first and leave out the zlib header: only their own viewers show that.
      if (type === 'CgBI') return { refused: 'image.unsupported' };
      if (type !== 'IHDR' || length !== 13) return { refused: 'image.malformed' };
      const found = pngHeader(bytes, data);
      if (typeof found === 'string') return { refused: found };
      header = found;
      clean.copy(bytes, at, end);
    } else if (type === 'IEND') {
      if (length !== 0 || !seen.has('IDAT')) return { refused: 'image.malformed' };
      clean.copy(bytes, at, end);
      return { width: header.width, height: header.height, bytes: clean.bytes() };
    } else if (type === 'IDAT') {
      const isFirst = !seen.has('IDAT');
      const isSound = isFirst
        ? isZlib(bytes, data, length) && (header.colourType !== paletteType || paletteEntries > 0)
        : previous === 'IDAT';
      if (!isSound) return { refused: 'image.malformed' };
      seen.add(type);
      clean.copy(bytes, at, end);
    } else if (type === 'PLTE') {
      // In a truecolour image a palette is a suggestion that nobody needs; in a grey one an error that is ignored.
      if (header.colourType === paletteType) {
        paletteEntries = length / 3;
        const isSound = Number.isInteger(paletteEntries) && paletteEntries >= 1 && paletteEntries <= 256;
        if (!isSound || seen.has('PLTE') || seen.has('IDAT')) return { refused: 'image.malformed' };
        seen.add(type);
        clean.copy(bytes, at, end);
      }
    } else if (read.u8(at + 4) < 0x61 || read.u8(at + 4) > 0x7a) {
      // An upper-case first letter: the image cannot be shown without understanding this chunk.
      return { refused: 'image.malformed' };
    } else if (!seen.has(type) && !seen.has('IDAT') && isColour(header, type, length, paletteEntries)) {
      seen.add(type);
      if (type === 'iCCP') clean.copy(...profileChunk(bytes, data, length));
      else clean.copy(bytes, at, end);
    }
    previous = type;
    at = end;
  }
}

/** Whether a chunk before the pixels says how their colours are meant, and has the size and place for that. */
function isColour(header: PngHeader, type: string, length: number, paletteEntries: number): boolean {
  const hasPalette = paletteEntries > 0;
  if (type === 'tRNS') {
    if (header.colourType === paletteType) return length >= 1 && length <= paletteEntries;
    return header.transparency > 0 && length === header.transparency;
  }
  if (hasPalette) return false;
  if (type === 'gAMA') return length === 4;
  if (type === 'cHRM') return length === 32;
  if (type === 'sRGB') return length === 1;
  if (type === 'sBIT') return length === header.significantBits;
  return type === 'iCCP' && length <= largestIccProfile;
}

/** The first bytes of a deflate stream without preset dictionary (RFC 1950, 2.2). */
function isZlib(bytes: Uint8Array, at: number, length: number): boolean {
  const flags = byteReader(bytes).u16(at);
  return length >= 2 && ((flags >> 8) & 15) === 8 && flags % 31 === 0 && (flags & 0x20) === 0;
}

/** An iCCP chunk under a name of ours, for the name is free text; empty where the chunk holds no compressed profile. */
function profileChunk(bytes: Uint8Array, data: number, length: number): [Uint8Array, number, number] {
  const name = bytes.subarray(data, data + Math.min(80, length)).indexOf(0);
  const profile = data + name + 2;
  const end = data + length;
  if (name < 1 || bytes[profile - 1] !== 0 || !isZlib(bytes, profile, end - profile)) return [bytes, 0, 0];
  const chunk = byteWriter(length + overhead);
  const u32 = (value: number) => chunk.put(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  u32(end - profile + 5);
  chunk.text('iCCPicc\0\0');
  chunk.copy(bytes, profile, end);
  const unsigned = chunk.bytes();
  u32(crc32(unsigned, 4, unsigned.length));
  const signed = chunk.bytes();
  return [signed, 0, signed.length];
}
