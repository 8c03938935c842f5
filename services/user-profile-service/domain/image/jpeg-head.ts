import { byteReader } from './byte-reader.ts';
import { type ByteWriter, byteWriter } from './byte-writer.ts';
import { orientationSegment, readOrientation } from './exif-orientation.ts';
import { isIccProfile, largestIccProfile } from './icc-profile.ts';
import type { JpegSegment } from './jpeg-segment.ts';

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
/** Identifier, number of this chunk and of all chunks, before the bytes of the profile (ICC.1:2022, B.4). */
const iccPrefix = 14;

export interface JpegHead {
  /** Takes note of an application segment that stands before the first scan. */
  readonly see: (segment: JpegSegment) => void;
  /** The segments to put after SOI, each written anew from the fields that decide how the picture looks. */
  readonly bytes: () => Uint8Array;
}

/** Gathers what a decoder needs from APPn segments: density, turn, colour profile and Adobe's colour transform. */
export function jpegHead(bytes: Uint8Array): JpegHead {
  const read = byteReader(bytes);
  let jfif: number | undefined;
  let adobe: number | undefined;
  let exif: JpegSegment | undefined;
  const icc: JpegSegment[] = [];

  const see = (segment: JpegSegment) => {
    const { marker, start, end } = segment;
    if (marker === APP0 && end - start >= 14 && read.has(start, 'JFIF\0')) jfif = start;
    if (marker === APP14 && end - start >= 12 && read.has(start, 'Adobe')) adobe = start;
    if (marker === APP1 && exif === undefined && read.has(start, 'Exif\0')) exif = segment;
    if (marker === APP2 && end - start > iccPrefix && read.has(start, 'ICC_PROFILE\0')) icc.push(segment);
  };

  return {
    see,
    bytes: () => {
      const head = byteWriter(1024);
      if (jfif !== undefined) {
        head.put(0xff, APP0, 0, 16);
        head.copy(bytes, jfif, jfif + 12);
        head.put(0, 0); // no thumbnail
      }
      const orientation = exif && readOrientation(bytes, exif.start, exif.end);
      if (orientation !== undefined) head.put(...orientationSegment(orientation));
      writeProfile(bytes, icc, head);
      if (adobe !== undefined) {
        head.put(0xff, APP14, 0, 14);
        head.text('Adobe');
        head.put(0, 100, 0, 0, 0, 0, read.u8(adobe + 11));
      }
      return head.bytes();
    },
  };
}

/** Writes the profile's chunks in order if they make up one whole profile, else nothing. */
function writeProfile(bytes: Uint8Array, segments: readonly JpegSegment[], head: ByteWriter): void {
  const read = byteReader(bytes);
  if (segments.length === 0 || segments.length > 255) return;
  const chunks = segments.toSorted((one, other) => read.u8(one.start + 12) - read.u8(other.start + 12));
  const isComplete = chunks.every(
    ({ start }, index) => read.u8(start + 12) === index + 1 && read.u8(start + 13) === chunks.length,
  );
  const length = chunks.reduce((sum, { start, end }) => sum + end - start - iccPrefix, 0);
  if (!isComplete || length > largestIccProfile) return;
  const profile = byteWriter(length);
  for (const { start, end } of chunks) profile.copy(bytes, start + iccPrefix, end);
  if (!isIccProfile(profile.bytes(), 0, length)) return;
  for (const { start, end } of chunks) {
    head.put(0xff, APP2);
    head.copy(bytes, start - 2, end);
  }
}
