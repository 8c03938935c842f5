import { cleanImage } from './clean-image.ts';
import { latin1 } from './fixtures/edit-bytes.ts';
import { fixtures } from './fixtures/fixtures.ts';

test('gives a cleaned image with the content type to serve it with', () => {
  const { baselineJpeg, palettePng, lossyWebp } = fixtures;
  expect(cleanImage(baselineJpeg, 'jpeg')).toMatchObject({ kind: 'jpeg', contentType: 'image/jpeg', width: 24 });
  expect(cleanImage(palettePng, 'png')).toMatchObject({ kind: 'png', contentType: 'image/png', width: 12 });
  expect(cleanImage(lossyWebp, 'webp')).toMatchObject({ kind: 'webp', contentType: 'image/webp', width: 24 });
});

test('tells an image from a refusal by its type', () => {
  const result = cleanImage(fixtures.baselineJpeg, 'jpeg');
  // @ts-expect-error a refusal has no bytes, so they cannot be had before asking
  expect(result.bytes).toBeDefined();
  if (result.refused === undefined) expect(result.bytes.length).toBeGreaterThan(0);
});

test('leaves the bytes that were given alone, and shares none with them', () => {
  const given = fixtures.photographJpeg.slice();
  const result = cleanImage(given, 'jpeg');
  expect(given).toEqual(fixtures.photographJpeg);
  if (result.refused === undefined) expect(result.bytes.buffer).not.toBe(given.buffer);
});

test('refuses bytes that are not of the promised kind', () => {
  for (const kind of ['jpeg', 'png', 'webp'] as const) {
    for (const text of ['', '#!/bin/sh\n', '<svg onload="alert(1)"/>', '<html>', 'GIF89a', '%PDF-1.7', 'PK\x03\x04']) {
      expect(cleanImage(latin1(text), kind)).toEqual({ refused: 'image.kind-mismatch' });
    }
  }
  expect(cleanImage(fixtures.baselineJpeg, 'png')).toEqual({ refused: 'image.kind-mismatch' });
  expect(cleanImage(fixtures.palettePng, 'webp')).toEqual({ refused: 'image.kind-mismatch' });
});
