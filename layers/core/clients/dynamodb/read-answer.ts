import { ConnectionError } from './connection-error.ts';

/** One whole answer of a server. */
export interface Answer {
  readonly status: number;
  /** The server's clock, when it told: milliseconds since 1970. */
  readonly date: number | undefined;
  /** What the server says the CRC-32 of its body is, when it told. */
  readonly crc32: number | undefined;
  readonly body: string;
  /** Whether another request may follow on the connection. */
  readonly reusable: boolean;
}

/** Takes the bytes as they come; the answer as soon as it is whole. Throws on what is no HTTP/1.1 answer, or too long. */
export type AnswerReader = (bytes: Buffer) => Answer | undefined;

interface Head {
  readonly status: number;
  readonly date: number | undefined;
  readonly crc32: number | undefined;
  readonly close: boolean;
  readonly body: BodyReader;
}

/** Keeps the body's bytes in `parts`; what lies behind its end, once it is there, else undefined. */
type BodyReader = (bytes: Buffer, parts: Buffer[]) => Buffer | undefined;

const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 16_384;
const EMPTY = Buffer.alloc(0);

/**
 * Reads one answer (RFC 9112), however its bytes are cut. A body has a length or comes in chunks: one that only the end of the
 * connection would end could be half of one, and is refused.
 */
export function readAnswer(maxBytes: number): AnswerReader {
  const parts: Buffer[] = [];
  let held: Buffer = EMPTY;
  let head: Head | undefined;

  return (bytes) => {
    let rest: Buffer = bytes;
    while (head === undefined) {
      held = held.length === 0 ? rest : Buffer.concat([held, rest]);
      const end = held.indexOf(HEAD_END);
      if (end > MAX_HEAD_BYTES || (end === -1 && held.length > MAX_HEAD_BYTES)) throw malformed('a head without end');
      if (end === -1) return undefined;
      const read = readHead(held.toString('latin1', 0, end), maxBytes);
      rest = held.subarray(end + HEAD_END.length);
      held = EMPTY;
      if (read.status >= 200)
        head = read; // what comes before is a word of patience (1xx)
      else if (rest.length === 0) return undefined;
    }
    const behind = head.body(rest, parts);
    if (behind === undefined) return undefined;
    const [first = EMPTY] = parts;
    const body = (parts.length > 1 ? Buffer.concat(parts) : first).toString();
    return {
      status: head.status,
      date: head.date,
      crc32: head.crc32,
      body,
      reusable: !head.close && behind.length === 0,
    };
  };
}

function readHead(text: string, maxBytes: number): Head {
  const [start = '', ...lines] = text.split('\r\n');
  const status = Number(/^HTTP\/1\.1 ([1-5]\d\d)(?: |$)/.exec(start)?.[1]);
  if (Number.isNaN(status)) throw malformed('no status line');
  let date: number | undefined;
  let crc32: number | undefined;
  let close = false;
  let length: number | undefined;
  let isChunked = false;
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed('a header without a name');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'content-length') {
      if (!/^\d{1,12}$/.test(value) || (length ?? Number(value)) !== Number(value)) throw malformed('a wrong length');
      length = Number(value);
    } else if (name === 'transfer-encoding') {
      if (value.toLowerCase() !== 'chunked') throw malformed('an unknown coding');
      isChunked = true;
    } else if (name === 'connection') close ||= /(?:^|,)\s*close\s*(?:,|$)/i.test(value);
    else if (name === 'date') date = timeOf(value);
    else if (name === 'x-amz-crc32') crc32 = Number(value);
  }
  if (isChunked && length !== undefined) throw malformed('two lengths');
  if (status < 200 || status === 204 || status === 304) {
    // One that tells a length has a body nevertheless, which nobody may take for the next answer.
    return { status, date, crc32, close: close || isChunked || (length ?? 0) > 0, body: byLength(0) };
  }
  if (!isChunked && length === undefined) throw malformed('a body without length');
  if (length !== undefined && length > maxBytes) throw tooLong(maxBytes);
  return { status, date, crc32, close, body: length === undefined ? inChunks(maxBytes) : byLength(length) };
}

function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function byLength(length: number): BodyReader {
  let missing = length;
  return (bytes, parts) => {
    parts.push(bytes.length > missing ? bytes.subarray(0, missing) : bytes);
    const behind = missing <= bytes.length ? bytes.subarray(missing) : undefined;
    missing -= bytes.length;
    return behind;
  };
}

/** Local engines and proxies send so; DynamoDB itself tells the length. */
function inChunks(maxBytes: number): BodyReader {
  let held: Buffer = EMPTY;
  let total = 0;
  return (bytes, parts) => {
    held = Buffer.concat([held, bytes]);
    for (;;) {
      const line = held.indexOf('\r\n');
      if (line === -1 && held.length > MAX_HEAD_BYTES) throw malformed('a chunk without size');
      if (line === -1) return undefined;
      const size = Number.parseInt(/^[\da-f]{1,8}(?=$|[ \t;])/i.exec(held.toString('latin1', 0, line))?.[0] ?? '', 16);
      if (Number.isNaN(size)) throw malformed('a chunk without size');
      total += size;
      if (total > maxBytes) throw tooLong(maxBytes);
      const end = line + 2 + size;
      if (held.length < end + 2) {
        total -= size;
        return undefined;
      }
      if (held.toString('latin1', end, end + 2) !== '\r\n')
        throw malformed(size === 0 ? 'trailers' : 'a chunk of another size');
      parts.push(held.subarray(line + 2, end));
      held = held.subarray(end + 2);
      if (size === 0) return held;
    }
  };
}

const malformed = (what: string): Error => new ConnectionError(`The answer is no HTTP/1.1: ${what}`);

const tooLong = (maxBytes: number): Error => new Error(`DynamoDB answered with more than ${maxBytes} bytes`);
