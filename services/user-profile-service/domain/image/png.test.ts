import { deflateSync } from 'node:zlib';
import { find, insert, overwrite } from './fixtures/edit-bytes.ts';
import { canary, fixtures } from './fixtures/fixtures.ts';
import { ihdr, type PngChunk, pngFile } from './fixtures/png-file.ts';
import { cleanPng } from './png.ts';

const { photographPng, palettePng, animatedPng } = fixtures;
/** Two by two red pixels, each row after its filter byte. */
const pixels = new Uint8Array(deflateSync(Uint8Array.of(0, 255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0)));
const plain = pngFile(['IHDR', ihdr(2, 2)], ['IDAT', pixels], ['IEND']);

/** The plain image with chunks before its pixels. */
function pngWith(...chunks: readonly PngChunk[]): Uint8Array {
  return pngFile(['IHDR', ihdr(2, 2)], ...chunks, ['IDAT', pixels], ['IEND']);
}

function cleaned(bytes: Uint8Array): Uint8Array {
  const result = cleanPng(bytes);
  if (result.refused !== undefined) throw new Error(result.refused);
  return result.bytes;
}

test('leaves a PNG that holds nothing but its image as it is', () => {
  expect(cleanPng(plain)).toEqual({ width: 2, height: 2, bytes: plain });
  expect(cleanPng(palettePng)).toEqual({ width: 12, height: 8, bytes: palettePng });
});

test('drops texts, EXIF and XMP and keeps the colour profile under another name', () => {
  expect(find(photographPng, canary)).toBeGreaterThan(0);
  const bytes = cleaned(photographPng);
  for (const gone of [canary, 'tEXt', 'iTXt', 'zTXt', 'eXIf', 'ICC Profile']) expect(find(bytes, gone)).toBe(-1);
  expect(find(bytes, 'iCCPicc\0\0')).toBeGreaterThan(0);
});

test.each(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'pHYs', 'hIST', 'sPLT', 'bKGD', 'caNv', 'prVt'])(
  'drops %s before and after the pixels',
  (type) => {
    const around = pngFile(['IHDR', ihdr(2, 2)], [type, canary], ['IDAT', pixels], [type, canary], ['IEND']);
    expect(cleaned(around)).toEqual(plain);
  },
);

test('keeps what says how the colours are meant', () => {
  const meant = pngWith(
    ['gAMA', '\0\0\xb1\x8f'],
    ['cHRM', 'c'.repeat(32)],
    ['sRGB', '\0'],
    ['sBIT', '\x05\x06\x05'],
    ['tRNS', '\0\xff\0\0\0\0'],
  );
  expect(cleaned(meant)).toEqual(meant);
});

test('drops colour chunks that carry more than they should, come twice or too late', () => {
  for (const type of ['gAMA', 'cHRM', 'sRGB', 'sBIT', 'tRNS', 'iCCP', 'PLTE']) {
    expect(cleaned(pngWith([type, canary.repeat(9)]))).toEqual(plain);
  }
  expect(cleaned(pngWith(['sRGB', '\0'], ['sRGB', '\x01']))).toEqual(pngWith(['sRGB', '\0']));
  const late = pngFile(['IHDR', ihdr(2, 2)], ['IDAT', pixels], ['gAMA', '\0\0\xb1\x8f'], ['IEND']);
  expect(cleaned(late)).toEqual(plain);
  const indexed = (...chunks: readonly PngChunk[]) =>
    pngFile(['IHDR', ihdr(2, 2, 3)], ['PLTE', 'rgb'], ...chunks, ['IDAT', pixels], ['IEND']);
  expect(cleaned(indexed(['gAMA', '\0\0\xb1\x8f'], ['tRNS', 'ab']))).toEqual(indexed());
  expect(cleaned(indexed(['tRNS', 'a']))).toEqual(indexed(['tRNS', 'a']));
});

test('reduces an animation to its default image', () => {
  const bytes = cleaned(animatedPng);
  for (const gone of ['acTL', 'fcTL', 'fdAT']) {
    expect(find(animatedPng, gone)).toBeGreaterThan(0);
    expect(find(bytes, gone)).toBe(-1);
  }
});

test('ends at IEND: what is appended, be it a ZIP or HTML, is gone', () => {
  expect(cleaned(insert(plain, `PK\x03\x04${canary}PK\x05\x06`))).toEqual(plain);
  expect(cleaned(insert(plain, `<script>${canary}</script>`))).toEqual(plain);
});

test('refuses every single changed byte after the signature, for the CRC tells', () => {
  for (let at = 8; at < plain.length; at += 1) {
    expect(cleanPng(overwrite(plain, at, (plain[at] ?? 0) ^ 0x41)).refused).toMatch(/malformed|truncated/);
  }
});

test('refuses sizes of zero and pixel bombs', () => {
  const sized = (width: number, height: number) =>
    cleanPng(pngFile(['IHDR', ihdr(width, height)], ['IDAT', pixels], ['IEND'])).refused;
  expect(sized(0, 2)).toBe('image.empty');
  expect(sized(2, 0)).toBe('image.empty');
  expect(sized(8193, 1)).toBe('image.too-many-pixels');
  expect(sized(0xffffffff, 0xffffffff)).toBe('image.too-many-pixels');
  expect(sized(6400, 6400)).toBe('image.too-many-pixels');
  expect(sized(8192, 4882)).toBeUndefined();
});

test('refuses a structure that breaks the rules', () => {
  const header: PngChunk = ['IHDR', ihdr(2, 2)];
  const image: PngChunk = ['IDAT', pixels];
  const broken = [
    pngFile(image, header, ['IEND']),
    pngFile(header, header, image, ['IEND']),
    pngFile(header, ['IEND']),
    pngFile(header, image, ['IEND', canary]),
    pngFile(header, image, ['tEXt', canary], image, ['IEND']),
    pngFile(header, ['IDAT', '<script>'], ['IEND']),
    pngFile(['IHDR', ihdr(2, 2, 3)], image, ['IEND']),
    pngFile(['IHDR', ihdr(2, 2, 3)], ['PLTE', 'rgbr'], image, ['IEND']),
    pngFile(['IHDR', ihdr(2, 2, 5)], image, ['IEND']),
    pngFile(['IHDR', ihdr(2, 2, 2, 4)], image, ['IEND']),
    pngWith(['EVIL', canary]),
  ];
  for (const bytes of broken) expect(cleanPng(bytes).refused).toBe('image.malformed');
});

test("refuses Apple's own variant", () => {
  const bytes = pngFile(['CgBI', '\0\0\0\0'], ['IHDR', ihdr(2, 2)], ['IDAT', pixels], ['IEND']);
  expect(cleanPng(bytes).refused).toBe('image.unsupported');
});

test('refuses a file cut anywhere', () => {
  for (let length = 8; length < photographPng.length; length += 1) {
    expect(cleanPng(photographPng.subarray(0, length)).refused).toBe('image.truncated');
  }
});
