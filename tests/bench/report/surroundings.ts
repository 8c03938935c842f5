import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { World } from '../parts/world.ts';

export interface Surroundings {
  readonly date: string;
  /** Of the tree that was measured, with a plus sign if it was changed since. */
  readonly commit: string;
  readonly machine: string;
  readonly pinned: string;
  /** Load average of the machine before the run: nothing but the benchmark should have been running. */
  readonly loadBefore: number;
  readonly node: string;
  readonly runtimeClient: string;
  readonly database: string;
  readonly tls: { readonly protocol: string | undefined; readonly handshakes: number };
  readonly packages: Readonly<Record<string, string>>;
  readonly notMeasured: readonly string[];
}

/** What the figures depend on, for whoever compares them with others. */
export async function surroundings({ runtime, database, pinned, loadBefore, tls }: World): Promise<Surroundings> {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: `${processors[0]?.model ?? process.arch}, ${processors.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}`,
    pinned: pinned
      ? 'function on core 0, driver, database and TLS endpoint on core 1'
      : 'not pinned: fewer than two cores, or no taskset',
    loadBefore: Number(loadBefore.toFixed(2)),
    node: process.versions.node,
    runtimeClient: runtime.name,
    database: database.name,
    tls: await tls.counts(),
    packages: versions(),
    notMeasured: ['cold disk', 'throttled CPU', 'network distance'],
  };
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}

/** Exact versions of what the peers are made of. */
function versions(): Record<string, string> {
  const folder = new URL('../', import.meta.url);
  const read = (path: string): unknown => JSON.parse(readFileSync(fileURLToPath(new URL(path, folder)), 'utf8'));
  const { dependencies } = read('package.json') as { dependencies: Record<string, string> }; // our own manifest
  return Object.fromEntries(
    Object.keys(dependencies)
      .map((name) => [name, `node_modules/${name}/package.json`] as const)
      .filter(([, path]) => existsSync(fileURLToPath(new URL(path, folder))))
      .map(([name, path]) => [name, (read(path) as { version: string }).version]), // every package has one
  );
}
