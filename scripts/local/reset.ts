import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './local-names.ts';
import { readRunFile } from './run-file.ts';

/** What `start` makes; anything else in the folder is not ours to remove. */
const OURS = new Set(['cognito', 'dynamodb', 's3', 'sqs', 'streams', 'logs', 'endpoints.json']);

/** `npm run reset`: removes the data of the local parts; the next start makes the demo data anew. */
const folder = dataFolder();
const running = readRunFile(folder);

if (running !== undefined) {
  console.error(`reset: the platform is running (process ${running.pid}): stop it first`);
  process.exitCode = 1;
} else {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (OURS.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  console.log(`the data in ${folder} is removed`);
}
