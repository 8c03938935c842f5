import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLogLine } from './read-log-line.ts';
import type { Row } from './value.ts';

/** `<function>.jsonl`, and `<function>.1.jsonl` for what was written before a file had grown too long. */
const LOG_FILE = /^(.+?)(?:\.\d+)?\.jsonl$/;

/** All lines of all functions' logs in a folder. Throws when there are none: nothing has run yet. */
export function readLogFiles(folder: string): readonly Row[] {
  const files = filesOf(folder).flatMap((file) => {
    const name = LOG_FILE.exec(file)?.[1];
    return name === undefined ? [] : [{ file, name }];
  });
  if (files.length === 0) throw new Error(`there are no logs in ${folder}: run npm start, and send a request`);
  return files.flatMap(({ file, name }) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line) => readLogLine(name, line) ?? []),
  );
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
