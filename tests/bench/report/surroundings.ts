import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Surroundings {
  readonly date: string;
  readonly machine: string;
  readonly pinned: string;
  readonly node: string;
  readonly runtimeClient: string;
  readonly database: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly notMeasured: readonly string[];
}

/** What the figures depend on, for whoever compares them with others. */
export function surroundings(runtimeClient: string, database: string, pinned: boolean): Surroundings {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${processors[0]?.model ?? process.arch}, ${processors.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}`,
    pinned: pinned
      ? 'function on core 0, driver and database on core 1'
      : 'not pinned: fewer than two cores, or no taskset',
    node: process.versions.node,
    runtimeClient,
    database,
    packages: versions(),
    notMeasured: ['TLS endpoint', 'priming in the init phase', 'cold disk', 'throttled CPU', 'network distance'],
  };
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
