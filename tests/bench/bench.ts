import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compare } from './compare.ts';
import { compareCompileCache } from './compile-cache/compare-compile-cache.ts';
import { type BenchOptions, benchOptions, USAGE } from './options.ts';
import { startWorld } from './parts/world.ts';
import { progress } from './progress.ts';

const BUILD_LIMIT_MS = 120_000;

async function bench(options: BenchOptions): Promise<boolean> {
  progress('building the layer and the function');
  buildFunction();
  const world = await startWorld();
  try {
    if (!options.compileCache) return await compare(world, options, progress);
    await compareCompileCache(world, options.rounds, progress);
    return true;
  } finally {
    await world.stop();
  }
}

/** What is measured is what the sources say now. */
function buildFunction(): void {
  const repository = fileURLToPath(new URL('../../', import.meta.url));
  execFileSync(process.execPath, ['scripts/build/build.ts', 'user-profile'], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: BUILD_LIMIT_MS,
  });
}

// A child is killed when this process exits, and that a signal makes it do.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.once(signal, () => process.exit(code));

try {
  const options = benchOptions(process.argv.slice(2));
  process.exitCode = (await bench(options)) || !options.gate ? 0 : 1;
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? `\n${error.cause.message}` : '';
  console.error(`\nbench: ${sentence}${cause}\n${USAGE}`);
  process.exit(1); // whatever had been started goes with it
}
