import { chmodSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layoutOf } from '../candidates/gymcoach.ts';
import { folderBytes } from '../candidates/loaded-files.ts';
import { type UnpackedFunction, unpackFunction } from '../candidates/unpacked-function.ts';
import { getProfile } from '../lambda/get-profile.ts';
import { type FunctionLayout, startFunction } from '../lambda/start-function.ts';
import type { World } from '../parts/world.ts';

export interface CacheSettings {
  readonly name: string;
  /** Without it the cache is bound to the absolute paths of where it was filled. */
  readonly portable: boolean;
  /** The runtime client that runs while the cache is filled; its own files get into the cache with ours. */
  readonly filledUnder: string;
}

export interface CachedFunction {
  readonly unpacked: UnpackedFunction;
  /** The variables that make Node use the cache. */
  readonly variables: Readonly<Record<string, string>>;
  readonly cacheBytes: number;
  /** Name, size and time of each file of the cache: the same before and after, or somebody has written there. */
  cacheState(): string;
}

const preload = fileURLToPath(new URL('./fill-cache.cjs', import.meta.url));
const CACHE = 'compile-cache';

/** Our function with a compile cache beside its code: filled by one request, moved to its place, made read-only. */
export async function cachedFunction(settings: CacheSettings, world: World): Promise<CachedFunction> {
  const variables = (root: string): Record<string, string> => ({
    NODE_COMPILE_CACHE: join(root, 'task', CACHE),
    ...(settings.portable ? { NODE_COMPILE_CACHE_PORTABLE: '1' } : {}),
  });
  const filledIn = join(world.folder, `filling-${settings.name}`);
  const deployedTo = join(world.folder, settings.name);
  const staged = await unpackFunction(filledIn);
  await fill(withVariables(layoutOf(staged, world, 'http'), variables(filledIn)), settings.filledUnder, world);
  renameSync(filledIn, deployedTo);
  const unpacked = { ...staged, taskRoot: join(deployedTo, 'task'), layer: join(deployedTo, 'opt') };
  const cache = join(unpacked.taskRoot, CACHE);
  for (const path of [...filesBelow(cache), cache]) chmodSync(path, path === cache ? 0o555 : 0o444);
  return {
    unpacked,
    variables: variables(deployedTo),
    cacheBytes: folderBytes(cache),
    cacheState: () => filesBelow(cache).map(described).sort().join('\n'),
  };
}

/** The same layout, told of the cache. */
export const withVariables = (layout: FunctionLayout, variables: Readonly<Record<string, string>>): FunctionLayout => ({
  ...layout,
  environment: { ...layout.environment, ...variables },
});

async function fill(layout: FunctionLayout, runtime: string, { machine, token }: World): Promise<void> {
  const run = await startFunction(layout, { ...machine, runtime }, ['--require', preload]);
  try {
    await run.invoke(getProfile(token, false));
  } finally {
    await run.stop('SIGTERM');
  }
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

function described(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}
