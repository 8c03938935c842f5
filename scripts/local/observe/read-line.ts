import type { ReadLine, WrittenLine } from './observer.ts';

/** Reads a line once for all who look at it. */
export const readLine = (line: WrittenLine): ReadLine => ({ ...line, fields: readFields(line.text) });

function readFields(text: string): ReadLine['fields'] {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text); // begins with a brace, so it is an object
  } catch {
    return undefined;
  }
}
