import { find, insert, latin1, overwrite, segment } from './fixtures/edit-bytes.ts';
import { canary, fixtures } from './fixtures/fixtures.ts';
import { cleanJpeg } from './jpeg.ts';

const { baselineJpeg, progressiveJpeg, photographJpeg, cmykJpeg } = fixtures;
const sof = find(baselineJpeg, '\xff\xc0');
const dqt = find(baselineJpeg, '\xff\xdb');
const sos = find(baselineJpeg, '\xff\xda');

function cleaned(bytes: Uint8Array): Uint8Array {
  const result = cleanJpeg(bytes);
  if (result.refused !== undefined) throw new Error(result.refused);
  return result.bytes;
}

test('leaves a JPEG that holds nothing but its image as it is', () => {
  expect(cleanJpeg(baselineJpeg)).toEqual({ width: 24, height: 16, bytes: baselineJpeg });
  expect(cleanJpeg(progressiveJpeg)).toEqual({ width: 24, height: 16, bytes: progressiveJpeg });
  expect(cleanJpeg(cmykJpeg)).toEqual({ width: 16, height: 8, bytes: cmykJpeg });
});

test('drops EXIF, GPS, XMP and comments and keeps the colour profile', () => {
  expect(find(photographJpeg, canary)).toBeGreaterThan(0);
  const bytes = cleaned(photographJpeg);
  expect(find(bytes, canary)).toBe(-1);
  expect(find(bytes, 'adobe:ns:meta')).toBe(-1);
  expect(find(bytes, 'ICC_PROFILE')).toBeGreaterThan(0);
});

test('keeps the turn of the picture in an EXIF segment that says nothing else', () => {
  const bytes = cleaned(photographJpeg);
  const exif = find(bytes, 'Exif');
  expect([...bytes.subarray(exif - 4, exif + 32)]).toEqual([
    ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0],
  ]);
  expect(find(bytes.subarray(exif + 1), 'Exif')).toBe(-1);
});

test.each([
  ['upright', 'II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0'],
  ['out of range', 'II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0\0\0\0\0'],
  ['of another type', 'II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0\x06\0\0\0\0\0\0\0'],
  ['in an unknown byte order', 'IM*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0'],
  ['in the segment that follows', 'II*\0\x08\0\0\0\x01\0'],
  ['beyond the segment', 'II*\0\xff\xff\xff\xff\x01\0'],
  ['in a directory cut short', 'II*\0\x08\0\0\0\xff\xff\x12\x01\x03\0'],
])('writes no EXIF at all where the orientation is %s', (_, tiff) => {
  expect(cleaned(insert(baselineJpeg, segment(0xe1, `Exif\0\0${tiff}`), 2))).toEqual(baselineJpeg);
});

test.each(Array.from({ length: 16 }, (_, index) => 0xe0 + index).concat(0xfe))(
  'drops what a segment %i holds of its own, before and between the scans',
  (marker) => {
    const secret = segment(marker, `${canary} <script>alert(1)</script>`);
    const lastScan = String.fromCharCode(...progressiveJpeg).lastIndexOf('\xff\xda');
    expect(cleaned(insert(progressiveJpeg, secret, 2))).toEqual(progressiveJpeg);
    expect(cleaned(insert(progressiveJpeg, secret, lastScan))).toEqual(progressiveJpeg);
  },
);

test('takes the turn only from before the first scan, where decoders look for it', () => {
  const turned = segment(0xe1, 'Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0');
  expect(find(cleaned(insert(progressiveJpeg, turned, 2)), 'Exif')).toBeGreaterThan(0);
  const lastScan = String.fromCharCode(...progressiveJpeg).lastIndexOf('\xff\xda');
  expect(cleaned(insert(progressiveJpeg, turned, lastScan))).toEqual(progressiveJpeg);
});

test('copies restarts and stuffed bytes as part of the scan', () => {
  const restarted = insert(baselineJpeg, '\xff\x00\xff\xd0\xff\xd7*', baselineJpeg.length - 2);
  expect(cleaned(restarted)).toEqual(restarted);
});

test('drops the thumbnail from JFIF', () => {
  const withThumbnail = segment(0xe0, Uint8Array.of(...baselineJpeg.subarray(6, 18), 2, 1, ...latin1('secret')));
  expect(cleaned(Uint8Array.of(0xff, 0xd8, ...withThumbnail, ...baselineJpeg.subarray(20)))).toEqual(baselineJpeg);
});

test('drops a colour profile that is none, or lacks a part', () => {
  const fake = segment(0xe2, `ICC_PROFILE\0\x01\x01${canary.repeat(20)}`);
  expect(cleaned(insert(baselineJpeg, fake, 20))).toEqual(baselineJpeg);
  const profile = find(photographJpeg, 'ICC_PROFILE');
  expect(find(cleaned(overwrite(photographJpeg, profile + 13, 2)), 'ICC_PROFILE')).toBe(-1);
});

test('ends at the end marker: what is appended, be it HTML, a ZIP or a second picture, is gone', () => {
  expect(cleaned(insert(baselineJpeg, `<html><script>${canary}</script>`))).toEqual(baselineJpeg);
  expect(cleaned(insert(baselineJpeg, 'PK\x03\x04'))).toEqual(baselineJpeg);
  expect(cleaned(insert(baselineJpeg, photographJpeg))).toEqual(baselineJpeg);
});

test('drops fill bytes before markers', () => {
  expect(cleaned(insert(insert(baselineJpeg, '\xff\xff\xff', dqt), '\xff\xff', 2))).toEqual(baselineJpeg);
});

test('refuses sizes of zero and pixel bombs', () => {
  const sized = (height: number, width: number) =>
    cleanJpeg(overwrite(baselineJpeg, sof + 5, height >> 8, height & 255, width >> 8, width & 255)).refused;
  expect(sized(0, 24)).toBe('image.empty');
  expect(sized(16, 0)).toBe('image.empty');
  expect(sized(16, 8193)).toBe('image.too-many-pixels');
  expect(sized(65535, 16)).toBe('image.too-many-pixels');
  expect(sized(6400, 6400)).toBe('image.too-many-pixels');
  expect(sized(4882, 8192)).toBeUndefined();
});

test('refuses variants that browsers do not show', () => {
  for (const marker of [0xc3, 0xc5, 0xc9, 0xcc]) {
    expect(cleanJpeg(overwrite(baselineJpeg, sof + 1, marker)).refused).toBe('image.unsupported');
  }
  expect(cleanJpeg(overwrite(baselineJpeg, sof + 4, 12)).refused).toBe('image.unsupported');
});

test('refuses a structure that breaks the rules', () => {
  const scan = baselineJpeg.subarray(sos, -2);
  const broken = [
    insert(baselineJpeg, 'junk', dqt),
    insert(baselineJpeg, '\xff\xd8', dqt),
    insert(baselineJpeg, '\xff\xfe\x00\x01', dqt),
    insert(baselineJpeg, segment(0xdb, `\x00${'q'.repeat(64)}${canary}`), dqt),
    insert(baselineJpeg, segment(0xdd, '\0\0more'), dqt),
    insert(baselineJpeg, scan, 2),
    insert(baselineJpeg, scan, baselineJpeg.length - 2),
    insert(baselineJpeg, baselineJpeg.subarray(sof, sof + 19), sof),
    Uint8Array.of(...baselineJpeg.subarray(0, sos), 0xff, 0xd9),
  ];
  for (const bytes of broken) expect(cleanJpeg(bytes).refused).toBe('image.malformed');
});

test('refuses a hundred scans more than any encoder writes', () => {
  const lastScan = String.fromCharCode(...progressiveJpeg).lastIndexOf('\xff\xda');
  const scan = [...progressiveJpeg.subarray(lastScan, -2)];
  const more = Uint8Array.from(Array.from({ length: 100 }, () => scan).flat());
  expect(cleanJpeg(insert(progressiveJpeg, more, lastScan)).refused).toBe('image.malformed');
});

test('refuses a file cut anywhere', () => {
  for (let length = 2; length < photographJpeg.length; length += 1) {
    expect(cleanJpeg(photographJpeg.subarray(0, length)).refused).toBe('image.truncated');
  }
});
