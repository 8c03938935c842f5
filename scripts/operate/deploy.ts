import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';

/** `npm run deploy -- --stage S`: every stack in order. The platform's plugin makes the cursor key after the first. */
const commit = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: repositoryRoot, encoding: 'utf8' }).stdout?.trim();
const { status } = spawnSync('sls', ['deploy', ...process.argv.slice(2)], {
  cwd: join(repositoryRoot, 'services'),
  stdio: 'inherit',
  env: { ...process.env, GIT_COMMIT: process.env['GIT_COMMIT'] ?? (commit || 'unknown') },
});
process.exitCode = status ?? 1;
