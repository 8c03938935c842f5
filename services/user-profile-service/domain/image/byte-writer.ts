/** Collects the parts of a cleaned file, in order. */
export interface ByteWriter {
  readonly copy: (source: Uint8Array, start: number, end: number) => void;
  readonly put: (...values: readonly number[]) => void;
  /** ASCII only. */
  readonly text: (value: string) => void;
  /** What was written so far, in a buffer of exactly that size: nothing of the room behind it can leak. */
  readonly bytes: () => Uint8Array;
}

/** Below this a loop is quicker than making a view, which matters for a file of half a million tiny segments. */
const smallCopy = 64;

/** Writes into one buffer. `room` is what the caller expects at most; more than that costs a copy, not an error. */
export function byteWriter(room: number): ByteWriter {
  let buffer = new Uint8Array(room);
  let length = 0;
  const reserve = (more: number) => {
    if (length + more <= buffer.length) return;
    const larger = new Uint8Array((length + more) * 2);
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };
  const put = (...values: readonly number[]) => {
    reserve(values.length);
    for (const value of values) buffer[length++] = value;
  };
  return {
    copy: (source, start, end) => {
      reserve(end - start);
      if (end - start > smallCopy) {
        buffer.set(source.subarray(start, end), length);
        length += end - start;
        return;
      }
      for (let at = start; at < end; at += 1) buffer[length++] = source[at] ?? 0;
    },
    put,
    text: (value) => {
      for (let index = 0; index < value.length; index += 1) put(value.charCodeAt(index));
    },
    bytes: () => buffer.slice(0, length),
  };
}
