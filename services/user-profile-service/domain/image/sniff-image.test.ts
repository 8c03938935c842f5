import { latin1 } from './fixtures/edit-bytes.ts';
import { fixtures } from './fixtures/fixtures.ts';
import { sniffImage } from './sniff-image.ts';

test('tells the three formats by their bytes', () => {
  expect(sniffImage(fixtures.baselineJpeg)).toBe('jpeg');
  expect(sniffImage(fixtures.progressiveJpeg)).toBe('jpeg');
  expect(sniffImage(fixtures.photographPng)).toBe('png');
  expect(sniffImage(fixtures.lossyWebp)).toBe('webp');
  expect(sniffImage(fixtures.losslessWebp)).toBe('webp');
  expect(sniffImage(fixtures.alphaWebp)).toBe('webp');
});

test.each([
  ['nothing', ''],
  ['a script', '#!/bin/sh\nrm -rf /\n'],
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['an SVG with declaration', '<?xml version="1.0"?><svg/>'],
  ['HTML', '<!doctype html><script>alert(1)</script>'],
  ['a GIF', 'GIF89a\x01\x00\x01\x00\x00\x00\x00;'],
  ['a PDF', '%PDF-1.7\n'],
  ['a ZIP', 'PK\x03\x04\x14\x00'],
  ['a BMP', 'BM\x00\x00\x00\x00'],
  ['a WAV', 'RIFF\x24\x00\x00\x00WAVEfmt '],
  ['a HEIC', '\x00\x00\x00\x18ftypheic'],
  ['only the signature of a PNG', '\x89PNG\r\n\x1a\n'],
  ['a JPEG that begins with a restart', '\xff\xd8\xff\xd0'],
  ['a JPEG after a space', ' \xff\xd8\xff\xe0'],
])('takes %s for no image', (_, text) => {
  expect(sniffImage(latin1(text))).toBeUndefined();
});
