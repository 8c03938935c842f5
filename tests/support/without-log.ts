import fs from 'node:fs';

const STANDARD_OUTPUT = 1;

/** Runs `work` without what it logs: thousands of request lines hide the one that matters. Not for two works at once. */
export async function withoutLog<T>(work: () => Promise<T>): Promise<T> {
  const { writeSync } = fs;
  // Others write files meanwhile.
  const silent = (...call: readonly [number, NodeJS.ArrayBufferView, ...unknown[]]): unknown =>
    call[0] === STANDARD_OUTPUT ? call[1].byteLength : Reflect.apply(writeSync, fs, call);
  Object.assign(fs, { writeSync: silent });
  try {
    return await work();
  } finally {
    Object.assign(fs, { writeSync });
  }
}
