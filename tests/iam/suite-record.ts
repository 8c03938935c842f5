import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';

/** What the last run of tests has recorded. */
export interface SuiteRecord {
  readonly testFiles: number;
  readonly calls: readonly AwsCall[];
}

const FILE = join(repositoryRoot, 'node_modules/.cache/gymcoach/aws-calls.json');

/** For `npm run prove:iam`. */
export function keepSuiteRecord(record: SuiteRecord): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(record));
}

/** Undefined when no tests have run here. */
export function readSuiteRecord(): SuiteRecord | undefined {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as SuiteRecord; // written above
  } catch {
    return undefined;
  }
}
