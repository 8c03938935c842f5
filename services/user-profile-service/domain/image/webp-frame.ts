import { byteReader } from './byte-reader.ts';
import type { ImageRefusal } from './cleaned-pixels.ts';
import { pixelLimit } from './pixel-limit.ts';

export interface WebpFrame {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
}

/** The size in the header of a `VP8 ` key frame (RFC 6386, 9.1) or a `VP8L` image (RFC 9649, 3.4) of `length` bytes. */
export function webpFrame(bytes: Uint8Array, type: string, at: number, length: number): WebpFrame | ImageRefusal {
  const frame = type === 'VP8L' ? losslessFrame(bytes, at, length) : lossyFrame(bytes, at, length);
  if (frame === undefined) return 'image.malformed';
  return pixelLimit(frame.width, frame.height) ?? frame;
}

function lossyFrame(bytes: Uint8Array, at: number, length: number): WebpFrame | undefined {
  const read = byteReader(bytes);
  const tag = read.u24le(at);
  const isShownKeyFrame = (tag & 1) === 0 && (tag & 0x10) !== 0;
  const isSound = length > 10 && isShownKeyFrame && tag >> 5 < length - 10 && read.has(at + 3, '\x9d\x01\x2a');
  // The two upper bits are a scale that WebP ignores.
  const [width, height] = [read.u16le(at + 6) & 0x3fff, read.u16le(at + 8) & 0x3fff];
  return isSound ? { width, height, hasAlpha: false } : undefined;
}

function losslessFrame(bytes: Uint8Array, at: number, length: number): WebpFrame | undefined {
  const read = byteReader(bytes);
  const bits = read.u32le(at + 1);
  if (length <= 5 || read.u8(at) !== 0x2f || bits >>> 29 !== 0) return undefined;
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, hasAlpha: (bits & 0x10000000) !== 0 };
}
