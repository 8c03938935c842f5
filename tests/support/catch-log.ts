import fs from 'node:fs';

const STANDARD_OUTPUT = 1;

/** Keeps what is logged while `work` runs, and off the terminal. Not for two works at once. */
export async function catchLog<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly log: string }> {
  const lines: string[] = [];
  const { writeSync } = fs;
  const write = jest.spyOn(fs, 'writeSync').mockImplementation((...call: readonly unknown[]) => {
    const [descriptor, chunk] = call;
    if (descriptor !== STANDARD_OUTPUT) return Number(Reflect.apply(writeSync, fs, call)); // a file of somebody else
    const bytes = Buffer.from(chunk as Uint8Array); // the log writes bytes
    lines.push(bytes.toString());
    return bytes.length;
  });
  try {
    return { result: await work(), log: lines.join('') };
  } finally {
    write.mockRestore();
  }
}
