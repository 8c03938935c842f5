import { byteReader } from './byte-reader.ts';
import { byteWriter } from './byte-writer.ts';
import type { CleanedPixels, ImageRefusal, RefusedImage } from './cleaned-pixels.ts';
import { jpegHead } from './jpeg-head.ts';
import {
  COM,
  DHT,
  DQT,
  DRI,
  EOI,
  endOfScan,
  isWholeTable,
  type JpegSegment,
  jpegSegment,
  SOF0,
  SOF2,
  SOS,
} from './jpeg-segment.ts';
import { pixelLimit } from './pixel-limit.ts';

/** Encoders write about ten; every scan costs the viewer a pass over all pixels. */
const mostScans = 100;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly isProgressive: boolean;
}

/**
 * Copies a baseline, extended or progressive JPEG (ITU-T T.81) up to EOI: tables, frame and scans, and from the
 * application segments only what `jpegHead` keeps.
 */
export function cleanJpeg(bytes: Uint8Array): CleanedPixels | RefusedImage {
  const read = byteReader(bytes);
  const head = jpegHead(bytes);
  const body = byteWriter(bytes.length);
  let frame: Frame | undefined;
  let scans = 0;
  let scannedComponents = 0;
  let at = 2;

  for (;;) {
    const segment = jpegSegment(read, at);
    if (typeof segment === 'string') return { refused: segment };
    const { marker, start, end } = segment;
    at = end;

    if (marker === EOI) {
      if (frame === undefined || scans === 0) return { refused: 'image.malformed' };
      return { width: frame.width, height: frame.height, bytes: assemble(head.bytes(), body.bytes()) };
    }
    if (marker >= 0xe0 && marker <= 0xef) {
      // Decoders settle colours at the first scan and never look at application segments after it.
      if (scans === 0) head.see(segment);
      continue;
    }
    if (marker === COM) continue;

    if (marker === SOS) {
      const components = read.u8(start);
      const isSound = frame !== undefined && components >= 1 && components <= 4 && end - start === 4 + 2 * components;
      if (!isSound) return { refused: 'image.malformed' };
      scans += 1;
      scannedComponents += components;
      // A sequential frame has each component in one scan: decoders skip further scans, so they only hide something.
      const isTooMany = frame?.isProgressive ? scans > mostScans : scannedComponents > (frame?.components ?? 0);
      if (isTooMany) return { refused: 'image.malformed' };
      const endOfData = endOfScan(bytes, end);
      if (endOfData === undefined) return { refused: 'image.truncated' };
      at = endOfData;
    } else if (marker === DHT || marker === DQT || marker === DRI) {
      if (!isWholeTable(read, segment)) return { refused: 'image.malformed' };
    } else if (marker >= SOF0 && marker <= SOF2) {
      if (frame !== undefined) return { refused: 'image.malformed' };
      const found = readFrame(bytes, segment);
      if (typeof found === 'string') return { refused: found };
      frame = found;
    } else {
      return { refused: marker < 0xd0 ? 'image.unsupported' : 'image.malformed' };
    }
    body.put(0xff, marker);
    body.copy(bytes, start - 2, at);
  }
}

/** Reads SOF0, SOF1 or SOF2. */
function readFrame(bytes: Uint8Array, { marker, start, end }: JpegSegment): Frame | ImageRefusal {
  const read = byteReader(bytes);
  const components = read.u8(start + 5);
  if (end - start < 6 || end - start !== 6 + 3 * components) return 'image.malformed';
  if (read.u8(start) !== 8 || ![1, 3, 4].includes(components)) return 'image.unsupported';
  for (let index = 0; index < components; index += 1) {
    const sampling = read.u8(start + 7 + 3 * index);
    if (sampling >> 4 < 1 || sampling >> 4 > 4 || (sampling & 15) < 1 || (sampling & 15) > 4) return 'image.malformed';
  }
  const height = read.u16(start + 1);
  const width = read.u16(start + 3);
  return pixelLimit(width, height) ?? { width, height, components, isProgressive: marker === SOF2 };
}

function assemble(head: Uint8Array, body: Uint8Array): Uint8Array {
  const file = byteWriter(head.length + body.length + 4);
  file.put(0xff, 0xd8);
  file.copy(head, 0, head.length);
  file.copy(body, 0, body.length);
  file.put(0xff, EOI);
  return file.bytes();
}
