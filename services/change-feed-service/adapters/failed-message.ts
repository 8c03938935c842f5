/** Loaded by the first record that is too long: what else is in this service's files needs no compression. */
const zlib = () => process.getBuiltinModule('node:zlib');

/** As plain text up to here, so that most can be read in the console. */
const PLAIN_BYTES = 64 * 1024;
/** What a queue takes is 1 MiB, and a record may hold two images of 400 kB each. */
const MAX_BYTES = 1_000_000;

/** The body of a message that holds a whole record of the stream. */
export function writeFailed(record: unknown, reason: string): string {
  const plain = JSON.stringify({ v: 1, reason, record });
  if (Buffer.byteLength(plain) <= PLAIN_BYTES) return plain;
  const packed = pack(record, reason);
  // The image before is for telling what has changed; the row itself is in the one after.
  return packed.length <= MAX_BYTES ? packed : pack(withoutOldImage(record), reason);
}

/** The record in the body of a message. Throws on a body that was not written by `writeFailed`. */
export function readFailed(body: string): unknown {
  const { v, record, gzip } = JSON.parse(body) as { v?: unknown; record?: unknown; gzip?: unknown }; // checked below
  if (v === 1 && record !== undefined) return record;
  if (v === 1 && typeof gzip === 'string') return JSON.parse(zlib().gunzipSync(Buffer.from(gzip, 'base64')).toString());
  throw new Error(
    'the message holds no record: Lambda itself has given up on a batch, and tells its place in the stream',
  );
}

const pack = (record: unknown, reason: string): string =>
  JSON.stringify({ v: 1, reason, gzip: zlib().gzipSync(JSON.stringify(record)).toString('base64') });

function withoutOldImage(record: unknown): unknown {
  const { dynamodb, ...rest } = record as { dynamodb?: object }; // what is too long for the queue has images
  return { ...rest, dynamodb: { ...dynamodb, OldImage: undefined } };
}
