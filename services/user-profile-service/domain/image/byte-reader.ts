/** Numbers and tags at a position. Bytes beyond the end read as 0, so whoever takes a length from the file checks it first. */
export interface ByteReader {
  readonly length: number;
  readonly u8: (at: number) => number;
  /** Big-endian, as in JPEG, PNG and ICC. */
  readonly u16: (at: number) => number;
  readonly u32: (at: number) => number;
  /** Little-endian, as in RIFF. */
  readonly u16le: (at: number) => number;
  readonly u24le: (at: number) => number;
  readonly u32le: (at: number) => number;
  /** Whether these ASCII characters stand at this position. */
  readonly has: (at: number, text: string) => boolean;
}

/** Reads a file whose structure nobody vouches for: no read throws. */
export function byteReader(bytes: Uint8Array): ByteReader {
  const u8 = (at: number) => bytes[at] ?? 0;
  const u16 = (at: number) => u8(at) * 0x100 + u8(at + 1);
  const u16le = (at: number) => u8(at) + u8(at + 1) * 0x100;
  return {
    length: bytes.length,
    u8,
    u16,
    // Multiplied, not shifted: a shift into bit 31 would make the length negative.
    u32: (at) => u16(at) * 0x10000 + u16(at + 2),
    u16le,
    u24le: (at) => u16le(at) + u8(at + 2) * 0x10000,
    u32le: (at) => u16le(at) + u16le(at + 2) * 0x10000,
    has: (at, text) => {
      if (at + text.length > bytes.length) return false;
      for (let index = 0; index < text.length; index += 1) {
        if (bytes[at + index] !== text.charCodeAt(index)) return false;
      }
      return true;
    },
  };
}
