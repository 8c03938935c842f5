import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../authz/results');

/** True when the proofs are run in full, to be recorded; in the ordinary test run they are reduced and leave no trace. */
export const isProving = process.env['PROVE'] === '1';

/** Writes the figures of a proof to `tests/authz/results/<name>.json`, if they are to be recorded. */
export function recordResult(name: string, figures: object): void {
  if (!isProving) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`);
}
