import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';

/** What the last run of tests has recorded. */
export interface SuiteRecord {
  /** Of all tests of all projects, or of some. */
  readonly run: 'whole' | 'filtered';
  readonly testFiles: number;
  readonly calls: readonly AwsCall[];
}

const FILE = join(repositoryRoot, 'node_modules/.cache/gymcoach/aws-calls.json');

/** For `npm run prove:iam`. */
export function keepSuiteRecord(record: SuiteRecord): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(record));
}

/** Throws, with what to do, when the last run of tests here was not of the whole suite: its figures would be of some of it. */
export function readSuiteRecord(file = FILE): SuiteRecord {
  if (!existsSync(file)) throw new Error('no tests have been recorded here: npm test first, then npm run prove:iam');
  const record = JSON.parse(readFileSync(file, 'utf8')) as SuiteRecord; // written above
  if (record.run === 'whole') return record;
  throw new Error(
    `the last run of tests was of ${record.testFiles} files, not of the whole suite: npm test first, then npm run prove:iam`,
  );
}
