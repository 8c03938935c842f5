import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { type Bundle, type BundlerOptions, createFunctionBundler, type FunctionBundler } from './function-bundler.ts';
import { createLayerBuilder } from './layer.ts';
import { readStacks, type Stack } from './read-stack.ts';
import { repositoryRoot } from './repository-root.ts';

export interface Rebuilt {
  readonly stacks: readonly Stack[];
  /** Every bundle that is wanted, changed or not. */
  readonly bundles: readonly Bundle[];
  readonly layerChanged: boolean;
}

export interface WatchOptions extends BundlerOptions {
  /** @default the repository */
  readonly root?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the bundles go. @default `.build` */
  readonly output?: string;
  /** After the first build and each later one that succeeded. */
  readonly onRebuild: (rebuilt: Rebuilt) => void | Promise<void>;
  /** After one that failed: what was served before stays. The same text is reported once. */
  readonly onError: (message: string) => void;
}

export interface Watching {
  close(): Promise<void>;
}

const SOURCES = ['layers/core', 'middleware', 'platform', 'services'];
const NOT_SOURCES = /(^|[/\\])(node_modules|lib|dist|\.[^/\\]*)([/\\]|$)|\.test\.ts$|~$/;
/** Editors save in several steps, and a checkout touches many files. */
const QUIET_MS = 40;

/**
 * Builds layer and functions, then again whenever a source or a serverless.yml changes. It listens to the file system
 * instead of esbuild's own watch, which polls and may take two seconds to see a change. Rejects if the first build fails.
 */
export async function watchFunctions({
  root = repositoryRoot,
  env,
  output = '.build',
  onRebuild,
  onError,
  ...options
}: WatchOptions): Promise<Watching> {
  let layerBuilder = await createLayerBuilder(join(root, 'layers/core'));
  let stacks: readonly Stack[] = [];
  let bundlers: readonly FunctionBundler[] = [];
  let lastError: string | undefined;

  const openStacks = async (): Promise<void> => {
    const read = readStacks({ root, ...(env === undefined ? {} : { env }) });
    const opened = await Promise.all(read.map((stack) => createFunctionBundler(stack, join(root, output), options)));
    await Promise.all(bundlers.map((bundler) => bundler.dispose()));
    stacks = read;
    bundlers = opened;
  };
  const openLayer = async (): Promise<void> => {
    const opened = await createLayerBuilder(join(root, 'layers/core'));
    await layerBuilder.dispose();
    layerBuilder = opened;
  };
  const build = async (changes: ReadonlySet<string>): Promise<void> => {
    const layerChanged = [...changes].some((path) => path.startsWith('layers/core'));
    if ([...changes].some((path) => /\.ya?ml$/.test(path))) await openStacks();
    if (changes.has('layers/core/package.json')) await openLayer();
    const [bundles] = await Promise.all([
      Promise.all(bundlers.map((bundler) => bundler.build())),
      layerChanged ? layerBuilder.build() : undefined,
    ]);
    await onRebuild({ stacks, bundles: bundles.flat(), layerChanged });
  };

  await openStacks();
  await build(new Set(['layers/core']));

  let pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    const changes = pending;
    pending = new Set();
    try {
      await build(changes);
      lastError = undefined;
    } catch (error) {
      for (const path of changes) pending.add(path); // what failed to build still waits to be built
      const message = describeBuildError(error);
      if (message !== lastError) onError(message);
      lastError = message;
    }
  };
  const changed = (path: string): void => {
    if (NOT_SOURCES.test(path)) return;
    pending.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(run);
    }, QUIET_MS);
  };
  const watchers: FSWatcher[] = SOURCES.filter((source) => existsSync(join(root, source))).map((source) =>
    watch(join(root, source), { recursive: true }, (_, name) => changed(join(source, name ?? ''))),
  );
  watchers.push(watch(root, (_, name) => (name === 'serverless.yml' ? changed(name) : undefined)));
  return {
    async close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await running;
      await Promise.all([layerBuilder, ...bundlers].map((builder) => builder.dispose()));
    },
  };
}

/** esbuild's errors as `file:line: text`; any other error as its message. */
export function describeBuildError(error: unknown): string {
  const { errors } = error as { errors?: { text: string; location: { file: string; line: number } | null }[] }; // of a BuildFailure
  if (!Array.isArray(errors)) return error instanceof Error ? error.message : String(error);
  return errors
    .map(({ text, location }) => (location === null ? text : `${location.file}:${location.line}: ${text}`))
    .join('\n');
}
