import type { ImageRefusal } from './cleaned-pixels.ts';

const longestSide = 8_192;
const mostPixels = 40_000_000;

/** Why an image of this size is refused, if it is: forty million pixels are 160 MB once decoded to RGBA. */
export function pixelLimit(width: number, height: number): ImageRefusal | undefined {
  if (width === 0 || height === 0) return 'image.empty';
  if (width > longestSide || height > longestSide || width * height > mostPixels) return 'image.too-many-pixels';
  return undefined;
}
