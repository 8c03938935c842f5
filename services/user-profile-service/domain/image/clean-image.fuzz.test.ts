import fc from 'fast-check';
import { cleanImage } from './clean-image.ts';
import { overwrite, riffChunk, segment } from './fixtures/edit-bytes.ts';
import { canary, fixtures } from './fixtures/fixtures.ts';
import { ihdr, pngFile } from './fixtures/png-file.ts';
import { type ImageKind, sniffImage } from './sniff-image.ts';

const kinds = ['jpeg', 'png', 'webp'] as const;
const images = fc.constantFrom(...Object.values(fixtures));
const fiveMegabytes = 5_000_000;

/** Cleans as every kind: a refusal or an image that cleaning leaves as it is. */
function expectTotal(bytes: Uint8Array): void {
  for (const kind of kinds) {
    const result = cleanImage(bytes, kind);
    if (result.refused !== undefined) {
      expect(result.refused).toMatch(/^image\.[a-z-]+$/);
      continue;
    }
    expect(sniffImage(result.bytes)).toBe(kind);
    expect(cleanImage(result.bytes, kind)).toEqual(result);
    expect(result.width * result.height).toBeGreaterThan(0);
  }
}

test('cleaning twice is cleaning once', () => {
  for (const bytes of Object.values(fixtures)) expectTotal(bytes);
});

test('no image keeps the canary', () => {
  for (const bytes of Object.values(fixtures)) {
    for (const kind of kinds) {
      const result = cleanImage(bytes, kind);
      if (result.refused === undefined) expect(String.fromCharCode(...result.bytes)).not.toContain(canary);
    }
  }
});

test('random bytes, with and without a signature, give a refusal or an image', () => {
  const signatures = images.map((image) => image.subarray(0, 16));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), expectTotal), { numRuns: 300 });
  fc.assert(
    fc.property(signatures, fc.uint8Array({ maxLength: 400 }), (signature, rest) => {
      expectTotal(Uint8Array.of(...signature, ...rest));
    }),
    { numRuns: 500 },
  );
});

test('images cut, changed, spliced and repeated give a refusal or an image', () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xd9, 0xda, 0xfe, 0xff)), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(images, images, edits, fc.nat(), fc.nat(), (one, other, changes, from, to) => {
      const bytes = Uint8Array.of(...one.subarray(0, from % (one.length + 1)), ...other.subarray(to % other.length));
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      expectTotal(bytes);
    }),
    { numRuns: 1_500 },
  );
  fc.assert(
    fc.property(images, edits, (image, changes) => {
      const bytes = image.slice();
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      expectTotal(bytes);
    }),
    { numRuns: 1_500 },
  );
});

/** `piece` over and over between two ends, five megabytes in all. */
function repeated(start: Uint8Array, piece: Uint8Array, end: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = new Uint8Array(fiveMegabytes);
  bytes.set(start);
  for (let at = start.length; at + piece.length <= fiveMegabytes - end.length; at += piece.length) bytes.set(piece, at);
  bytes.set(end, fiveMegabytes - end.length);
  return bytes;
}

const jpegStart = fixtures.baselineJpeg.subarray(0, 20);
const toScan = fixtures.baselineJpeg.subarray(0, -2);
const pngStart = pngFile(['IHDR', ihdr(2, 2)]);
const hostile: readonly (readonly [string, ImageKind, Uint8Array])[] = [
  ['comments', 'jpeg', repeated(jpegStart, segment(0xfe, ''))],
  ['tables', 'jpeg', repeated(jpegStart, segment(0xdd, '\0\0'))],
  ['profile chunks', 'jpeg', repeated(jpegStart, segment(0xe2, 'ICC_PROFILE\0\x01\xff.'))],
  ['EXIF blocks', 'jpeg', repeated(jpegStart, segment(0xe1, 'Exif\0\0II*\0\x08\0\0\0\xff\xff'))],
  ['fill bytes', 'jpeg', repeated(jpegStart, Uint8Array.of(0xff))],
  ['stuffed bytes', 'jpeg', repeated(toScan, Uint8Array.of(0xff, 0), Uint8Array.of(0xff, 0xd9))],
  ['restarts', 'jpeg', repeated(toScan, Uint8Array.of(0xff, 0xd0), Uint8Array.of(0xff, 0xd9))],
  ['empty chunks', 'png', repeated(pngStart, pngFile(['teXt']).subarray(8))],
  ['chunks', 'webp', repeated(overwrite(fixtures.lossyWebp, 4, 0x38, 0x4b, 0x4c, 0), riffChunk('SECR', ''))],
];

test.each(hostile)('five megabytes of %s in a %s take time in proportion', (_, kind, bytes) => {
  const start = performance.now();
  cleanImage(bytes, kind);
  // Generous, for it shares the machine; a quadratic walk would need minutes.
  expect(performance.now() - start).toBeLessThan(5_000);
});
