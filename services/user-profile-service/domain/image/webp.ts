import { byteReader } from './byte-reader.ts';
import { type ByteWriter, byteWriter } from './byte-writer.ts';
import type { CleanedPixels, ImageRefusal, RefusedImage } from './cleaned-pixels.ts';
import { isIccProfile } from './icc-profile.ts';
import { type WebpFrame, webpFrame } from './webp-frame.ts';

const firstChunk = 12;
const iccFlag = 0x20;
const alphaFlag = 0x10;
const animationFlag = 0x02;

interface Chunk {
  readonly start: number;
  readonly end: number;
}

interface Chunks {
  readonly extended?: Chunk;
  readonly profile?: Chunk;
  readonly alpha?: Chunk;
  readonly image: Chunk & { readonly type: 'VP8 ' | 'VP8L' };
}

/**
 * Writes a still WebP (RFC 9649) anew from its image, alpha and colour profile. Sizes, padding and the flags of VP8X
 * are those of what is kept; EXIF, XMP, unknown chunks and everything after the RIFF are gone.
 */
export function cleanWebp(bytes: Uint8Array): CleanedPixels | RefusedImage {
  const chunks = findChunks(bytes);
  if (typeof chunks === 'string') return { refused: chunks };
  const { extended, image } = chunks;
  const frame = webpFrame(bytes, image.type, image.start, image.end - image.start);
  if (typeof frame === 'string') return { refused: frame };
  const { width, height } = frame;
  if (extended && !isCanvasOf(bytes, extended, frame)) return { refused: 'image.malformed' };

  const body = byteWriter(bytes.length);
  if (extended) {
    // Without VP8X readers stop at the image, so profile and alpha exist only next to it.
    const profile = chunks.profile && isProfile(bytes, chunks.profile) ? chunks.profile : undefined;
    const alpha = image.type === 'VP8 ' ? chunks.alpha : undefined;
    const flags = (profile ? iccFlag : 0) | (alpha || frame.hasAlpha ? alphaFlag : 0);
    writeChunk(body, 'VP8X', Uint8Array.of(flags, 0, 0, 0, ...u24le(width - 1), ...u24le(height - 1)));
    if (profile) writeChunk(body, 'ICCP', bytes.subarray(profile.start, profile.end));
    if (alpha) writeChunk(body, 'ALPH', bytes.subarray(alpha.start, alpha.end));
  }
  writeChunk(body, image.type, bytes.subarray(image.start, image.end));

  const chunkBytes = body.bytes();
  const file = byteWriter(chunkBytes.length + firstChunk);
  file.text('RIFF');
  file.put(...u32le(chunkBytes.length + 4));
  file.text('WEBP');
  file.copy(chunkBytes, 0, chunkBytes.length);
  return { width, height, bytes: file.bytes() };
}

/** Walks the RIFF. Chunks that are not the image's are stepped over; those that would make it ambiguous refuse it. */
function findChunks(bytes: Uint8Array): Chunks | ImageRefusal {
  const read = byteReader(bytes);
  const riffEnd = 8 + read.u32le(4);
  if (riffEnd > bytes.length) return 'image.truncated';
  const found = new Map<string, Chunk>();
  let at = firstChunk;
  while (at + 8 <= riffEnd) {
    const start = at + 8;
    const end = start + read.u32le(at + 4);
    if (end > riffEnd) return 'image.truncated';
    const type = String.fromCharCode(read.u8(at), read.u8(at + 1), read.u8(at + 2), read.u8(at + 3));
    if (type === 'ANIM' || type === 'ANMF') return 'image.animated';
    const isOurs = ['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L'].includes(type);
    if (isOurs && found.has(type)) return 'image.malformed';
    const isLate = (type === 'ICCP' || type === 'ALPH') && (found.has('VP8 ') || found.has('VP8L'));
    if (isOurs && !isLate) found.set(type, { start, end });
    // A chunk of odd length is followed by one byte of padding.
    at = end + (end % 2);
  }

  const [extended, lossy, lossless] = [found.get('VP8X'), found.get('VP8 '), found.get('VP8L')];
  if (extended && extended.start !== firstChunk + 8) return 'image.malformed';
  if (extended && (read.u8(extended.start) & animationFlag) !== 0) return 'image.animated';
  if (lossy && lossless) return 'image.malformed';
  const [profile, alpha] = [found.get('ICCP'), found.get('ALPH')];
  const others = { ...(extended && { extended }), ...(profile && { profile }), ...(alpha && { alpha }) };
  if (lossy) return { ...others, image: { ...lossy, type: 'VP8 ' } };
  return lossless ? { ...others, image: { ...lossless, type: 'VP8L' } } : 'image.malformed';
}

function isCanvasOf(bytes: Uint8Array, { start, end }: Chunk, { width, height }: WebpFrame): boolean {
  const read = byteReader(bytes);
  return end - start >= 10 && read.u24le(start + 4) + 1 === width && read.u24le(start + 7) + 1 === height;
}

function isProfile(bytes: Uint8Array, { start, end }: Chunk): boolean {
  return isIccProfile(bytes, start, end - start);
}

function writeChunk(body: ByteWriter, type: string, data: Uint8Array): void {
  body.text(type);
  body.put(...u32le(data.length));
  body.copy(data, 0, data.length);
  if (data.length % 2 === 1) body.put(0);
}

function u24le(value: number): readonly number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255];
}

function u32le(value: number): readonly number[] {
  return [...u24le(value), value >>> 24];
}
