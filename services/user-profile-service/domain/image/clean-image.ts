import type { CleanedPixels, RefusedImage } from './cleaned-pixels.ts';
import { cleanJpeg } from './jpeg.ts';
import { cleanPng } from './png.ts';
import { type ImageKind, sniffImage } from './sniff-image.ts';
import { cleanWebp } from './webp.ts';

const formats = {
  jpeg: { contentType: 'image/jpeg', clean: cleanJpeg },
  png: { contentType: 'image/png', clean: cleanPng },
  webp: { contentType: 'image/webp', clean: cleanWebp },
} as const satisfies Record<ImageKind, unknown>;

export interface CleanImage extends CleanedPixels {
  readonly kind: ImageKind;
  readonly contentType: (typeof formats)[ImageKind]['contentType'];
}

/**
 * Copies an uploaded image without what is not image: places and cameras (EXIF, GPS), XMP, IPTC, comments, texts,
 * thumbnails, further frames and whatever follows the end of the image. Kept are the pixels, the colour profile and a
 * JPEG's orientation. Cleaning a clean image changes nothing.
 *
 * Total: every input gives an image or `{ refused }`, in time linear in its length; nothing is thrown.
 *
 * Segments are copied, not decoded and encoded anew, so bytes hidden *inside* a compressed stream or a colour profile
 * survive. They reach no parser but an image's as long as the file is served with `contentType` and `nosniff`.
 */
export function cleanImage(bytes: Uint8Array, kind: ImageKind): CleanImage | RefusedImage {
  if (sniffImage(bytes) !== kind) return { refused: 'image.kind-mismatch' };
  const { contentType, clean } = formats[kind];
  const pixels = clean(bytes);
  return pixels.refused === undefined ? { ...pixels, kind, contentType } : pixels;
}
