import { execFileSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from '../parts/world.ts';
import type { Candidate } from './candidate.ts';

const crate = fileURLToPath(new URL('../peers/rust/Cargo.toml', import.meta.url));
const BUILD_LIMIT_MS = 120_000;

/** What lies below Node's own floor, where cargo is there to build it; else `undefined`, after a line that says so. */
export async function rustBootstrap({ folder, environments }: World): Promise<Candidate | undefined> {
  const taskRoot = join(folder, 'rust');
  try {
    execFileSync('cargo', ['build', '--release', '--offline', '--locked', '--quiet', '--manifest-path', crate], {
      env: { ...process.env, CARGO_TARGET_DIR: taskRoot },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: BUILD_LIMIT_MS,
    });
  } catch (error) {
    console.error(`\nno Rust bootstrap: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
  const bootstrap = join(taskRoot, 'release/bootstrap');
  return {
    name: 'rust',
    kind: 'reference',
    title: 'Rust: a constant answer',
    transport: 'http',
    layout: { taskRoot, handler: 'bootstrap', bootstrap, environment: environments.http },
    sampled: false,
    sizes: { bundle: (await stat(bootstrap)).size },
  };
}
