import { find, insert, overwrite, riffChunk, webpFile } from './fixtures/edit-bytes.ts';
import { canary, fixtures } from './fixtures/fixtures.ts';
import { cleanWebp } from './webp.ts';

const { lossyWebp, losslessWebp, alphaWebp, photographWebp, animatedWebp } = fixtures;
const lossy = lossyWebp.subarray(12);
const lossless = losslessWebp.subarray(12);

function cleaned(bytes: Uint8Array): Uint8Array {
  const result = cleanWebp(bytes);
  if (result.refused !== undefined) throw new Error(result.refused);
  return result.bytes;
}

function vp8x(flags: number, width: number, height: number): Uint8Array {
  const [right, bottom] = [width - 1, height - 1];
  const size = [right & 255, right >> 8, 0, bottom & 255, bottom >> 8, 0];
  return riffChunk('VP8X', Uint8Array.of(flags, 0, 0, 0, ...size));
}

test('leaves a WebP that holds nothing but its image as it is', () => {
  expect(cleanWebp(lossyWebp)).toEqual({ width: 24, height: 16, bytes: lossyWebp });
  expect(cleanWebp(losslessWebp)).toEqual({ width: 9, height: 7, bytes: losslessWebp });
  expect(cleanWebp(alphaWebp)).toEqual({ width: 24, height: 16, bytes: alphaWebp });
});

test('drops EXIF and XMP, clears their flags and keeps the colour profile', () => {
  expect(find(photographWebp, canary)).toBeGreaterThan(0);
  expect(photographWebp[20]).toBe(0x20 | 0x08 | 0x04);
  const bytes = cleaned(photographWebp);
  for (const gone of [canary, 'EXIF', 'XMP ']) expect(find(bytes, gone)).toBe(-1);
  expect(bytes[20]).toBe(0x20);
  expect(find(bytes, 'ICCP')).toBe(30);
});

test('drops unknown chunks wherever they stand', () => {
  const secret = riffChunk('SECR', canary);
  expect(cleaned(webpFile(secret, lossy, secret))).toEqual(lossyWebp);
  const extended = vp8x(0, 24, 16);
  expect(cleaned(webpFile(extended, secret, lossy, secret))).toEqual(webpFile(extended, lossy));
});

test('drops a colour profile that is none, comes too late or stands without VP8X', () => {
  const fake = riffChunk('ICCP', canary.repeat(20));
  const profile = photographWebp.subarray(30, 30 + 8 + 588);
  const bare = webpFile(vp8x(0, 24, 16), lossy);
  expect(cleaned(webpFile(vp8x(0x20, 24, 16), fake, lossy))).toEqual(bare);
  expect(cleaned(webpFile(vp8x(0x20, 24, 16), lossy, profile))).toEqual(bare);
  expect(cleaned(webpFile(profile, lossy))).toEqual(lossyWebp);
});

test('sets the alpha flag to what the image has', () => {
  expect(cleaned(webpFile(vp8x(0, 9, 7), lossless))[20]).toBe(0x10);
  expect(cleaned(webpFile(vp8x(0x10, 24, 16), lossy))[20]).toBe(0);
});

test('ends with the RIFF: what is appended is gone', () => {
  expect(cleaned(insert(lossyWebp, `<script>${canary}</script>`))).toEqual(lossyWebp);
  expect(cleaned(insert(photographWebp, 'PK\x03\x04'))).toEqual(cleaned(photographWebp));
});

test('drops a tail within the RIFF that is too short for a chunk, and overwrites padding', () => {
  expect(cleaned(overwrite(insert(lossyWebp, 'tail'), 4, lossyWebp.length - 8 + 4))).toEqual(lossyWebp);
  const padded = webpFile(riffChunk('VP8L', insert(lossless.subarray(8), 'x')));
  expect(cleaned(overwrite(padded, padded.length - 1, 0x41))).toEqual(overwrite(padded, padded.length - 1, 0));
});

test('refuses animations', () => {
  expect(cleanWebp(animatedWebp).refused).toBe('image.animated');
  expect(cleanWebp(webpFile(vp8x(0x02, 24, 16), lossy)).refused).toBe('image.animated');
  expect(cleanWebp(webpFile(vp8x(0, 24, 16), riffChunk('ANIM', '\0\0\0\0\0\0'), lossy)).refused).toBe('image.animated');
});

test('refuses sizes of zero and pixel bombs', () => {
  expect(cleanWebp(overwrite(lossyWebp, 26, 0, 0)).refused).toBe('image.empty');
  expect(cleanWebp(overwrite(lossyWebp, 26, 0xff, 0x3f)).refused).toBe('image.too-many-pixels');
  expect(cleanWebp(overwrite(losslessWebp, 21, 0xff, 0xff, 0xff, 0x0f)).refused).toBe('image.too-many-pixels');
});

test('refuses a structure that breaks the rules', () => {
  const extended = vp8x(0, 24, 16);
  const broken = [
    webpFile(lossy, lossy),
    webpFile(lossy, lossless),
    webpFile(extended),
    webpFile(extended, extended, lossy),
    webpFile(lossy, extended),
    webpFile(vp8x(0, 25, 16), lossy),
    webpFile(riffChunk('VP8X', '\0\0\0\0'), lossy),
    webpFile(riffChunk('VP8 ', '<script>alert(1)</script>')),
    webpFile(riffChunk('VP8L', '<script>alert(1)</script>')),
    webpFile(riffChunk('VP8 ', '')),
    webpFile(),
  ];
  for (const bytes of broken) expect(cleanWebp(bytes).refused).toBe('image.malformed');
});

test('refuses a file cut anywhere', () => {
  for (let length = 12; length < photographWebp.length; length += 1) {
    expect(cleanWebp(photographWebp.subarray(0, length)).refused).toBe('image.truncated');
  }
});
