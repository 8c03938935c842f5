/**
 * Why an image is not taken. Permanent, so that clients may translate them.
 *
 * - `image.kind-mismatch`: the bytes are not of the kind that was promised.
 * - `image.malformed`: the structure breaks its format's rules.
 * - `image.truncated`: the file ends before its image does.
 * - `image.unsupported`: a legal variant that browsers do not show (lossless or arithmetic JPEG, Apple's CgBI PNG).
 * - `image.animated`: more than one frame.
 * - `image.empty`: a width or height of zero.
 * - `image.too-many-pixels`: would take too much memory to decode, whatever its size in bytes.
 */
export type ImageRefusal =
  | 'image.kind-mismatch'
  | 'image.malformed'
  | 'image.truncated'
  | 'image.unsupported'
  | 'image.animated'
  | 'image.empty'
  | 'image.too-many-pixels';

export interface RefusedImage {
  readonly refused: ImageRefusal;
}

/** What a cleaner of one format gives: the file without anything but its image. */
export interface CleanedPixels {
  readonly refused?: undefined;
  /** Pixels as encoded: a JPEG's orientation is not applied. */
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}
