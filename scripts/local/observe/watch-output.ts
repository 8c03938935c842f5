import fs from 'node:fs';
import type { Writable } from 'node:stream';

/**
 * Tells of each line that the code of this thread writes, which still goes where it went. The layer writes to descriptor 1
 * by itself, for that is synchronous; `console` writes to the streams. To be called before that code is loaded.
 */
export function watchOutput(onLine: (text: string) => void): void {
  const stdout = lineSplitter(onLine);
  const stderr = lineSplitter(onLine);
  const write = fs.writeSync as (fd: number, data: string | Uint8Array, ...rest: unknown[]) => number; // its overloads in one
  Object.assign(fs, {
    writeSync(fd: number, data: string | Uint8Array, ...rest: unknown[]): number {
      const written = write(fd, data, ...rest);
      const watched = fd === 1 ? stdout : fd === 2 ? stderr : undefined;
      watched?.(writtenPart(data, rest[0], written));
      return written;
    },
  });
  watchStream(process.stdout, stdout);
  watchStream(process.stderr, stderr);
}

/** Of a text the second argument is a position in the file, of bytes it is where they begin, or an object that says so. */
function writtenPart(data: string | Uint8Array, from: unknown, written: number): Buffer {
  if (typeof data === 'string') return Buffer.from(data).subarray(0, written);
  const given = typeof from === 'object' && from !== null && 'offset' in from ? from.offset : from;
  return Buffer.from(data.buffer, data.byteOffset + (typeof given === 'number' ? given : 0), written);
}

function watchStream(stream: Writable, onData: (data: Buffer) => void): void {
  const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean; // its overloads in one
  Object.assign(stream, {
    write(chunk: string | Uint8Array, ...rest: unknown[]): boolean {
      onData(Buffer.from(chunk as string)); // takes both
      return write(chunk, ...rest);
    },
  });
}

/** Whole lines only: a full pipe takes a line in pieces. */
function lineSplitter(onLine: (text: string) => void): (data: Buffer) => void {
  let begun: Buffer = Buffer.alloc(0);
  return (data) => {
    let rest = begun.length === 0 ? data : Buffer.concat([begun, data]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      onLine(rest.toString('utf8', 0, end));
      rest = rest.subarray(end + 1);
    }
    begun = rest.length === 0 ? rest : Buffer.from(rest); // what was given is the writer's again
  };
}
