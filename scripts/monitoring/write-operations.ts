import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';
import { operationsFiles } from './operations-files.ts';

/**
 * `npm run operations`: proves the alarms on fed metrics and draws the dashboards, both from the definitions that the stacks are
 * packaged with, and writes them to docs/operations and tests/monitoring/results. Ends with 1 when an alarm does not do its duty.
 */
const { files, failures } = operationsFiles();
for (const [path, content] of files) {
  const file = join(repositoryRoot, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  console.log(`${path} ${(readFileSync(file).length / 1024).toFixed(1)} KiB`);
}
for (const failure of failures) console.error(`FAILED: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
