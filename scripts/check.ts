import { spawnSync } from 'node:child_process';
import { repositoryRoot } from './build/repository-root.ts';

/** Everything that must hold before a change is done, cheapest first. CI runs the same. */
const STEPS: readonly (readonly [string, readonly string[]])[] = [
  ['format and lint', ['biome', 'ci', '--error-on-warnings', '.']],
  ['types', ['tsc', '-p', '.']],
  ['types of the local page', ['tsc', '-p', 'scripts/local/observe/page']],
  ['build', ['node', 'scripts/build/build.ts']],
  ['tests, contracts and size budgets', ['jest']],
];

for (const [name, [command = '', ...args]] of STEPS) {
  const begun = Date.now();
  console.log(`\n> ${name}`);
  const { status } = spawnSync(command, args, { cwd: repositoryRoot, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: ${name}, ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  if (status !== 0) process.exit(status ?? 1);
}
