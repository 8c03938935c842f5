import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsCall } from './aws-call.ts';

/** Where the calls of a process are kept: each kind once, in a file of its own. */
export interface CallLog {
  note(calls: readonly AwsCall[]): void;
}

/** Ours are named after the functions; `local` is whoever works at the machine, and the tests. */
const OF_A_FUNCTION = /^gymcoach/;

/** Writes what is new at once: the process may be killed at any time, as tests do. */
export function openCallLog(folder: string): CallLog {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${process.pid}-${randomUUID()}.jsonl`);
  const known = new Set<string>();
  return {
    note(calls) {
      for (const call of calls) {
        if (!OF_A_FUNCTION.test(call.accessKeyId)) continue;
        const shape = shapeOf(call);
        if (known.has(shape)) continue;
        known.add(shape);
        appendFileSync(file, `${JSON.stringify(call)}\n`);
      }
    },
  };
}

/** The calls of every process that wrote into this folder, each kind once. */
export function readCallLogs(folder: string): readonly AwsCall[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.jsonl')) : [];
  const found = new Map<string, AwsCall>();
  for (const line of files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))) {
    if (line === '') continue;
    const call = JSON.parse(line) as AwsCall; // written above
    found.set(shapeOf(call), call);
  }
  return [...found.values()];
}

/** How many kinds there are among these. */
export const kindsOf = (calls: readonly AwsCall[]): number => new Set(calls.map(shapeOf)).size;

/** Two calls that differ only in ids and names are one kind: a part of a key is a word in capitals, or somebody's. */
function shapeOf({ accessKeyId, action, resource, leadingKeys }: AwsCall): string {
  const keys = [...new Set(leadingKeys?.map((key) => key.split('#').map(wordOrName).join('#')))];
  const object = action.startsWith('s3:') ? resource.split('/').map(folderOrName).join('/') : resource;
  return JSON.stringify([accessKeyId, action, object, leadingKeys === undefined ? undefined : keys.toSorted()]);
}

const wordOrName = (part: string): string => (/^[A-Z]+$/.test(part) ? part : '*');
const folderOrName = (part: string): string => (/[\d_]/.test(part) ? '*' : part);
