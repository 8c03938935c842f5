import fs from 'node:fs';

/** Runs `work` without what it logs: thousands of request lines hide the one that matters. Not for two works at once. */
export async function withoutLog<T>(work: () => Promise<T>): Promise<T> {
  const { writeSync } = fs;
  const silent = (_descriptor: number, data: string | NodeJS.ArrayBufferView): number =>
    typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
  Object.assign(fs, { writeSync: silent });
  try {
    return await work();
  } finally {
    Object.assign(fs, { writeSync });
  }
}
