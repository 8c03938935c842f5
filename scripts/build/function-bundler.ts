import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, context, type OutputFile, type Plugin } from 'esbuild';
import type { BundleSize } from './print-sizes.ts';
import { type FunctionDefinition, readFunctions, type Stack } from './read-stack.ts';
import { writeIfChanged } from './write-if-changed.ts';

/** One bundled handler module: its entry, and beside it the parts that it loads when it needs them. */
export interface Bundle {
  /** `<stack>/<handler path>`, e.g. `gymcoach-user-profile/handlers/api`. */
  readonly name: string;
  /** Absolute path of the entry, a CommonJS file. */
  readonly file: string;
  /** Of the entry: what every request loads. */
  readonly bytes: number;
  /** `gymcoach-user-profile/handlers/api.rest`, with their sizes. */
  readonly parts: readonly BundleSize[];
  /** SHA-256 of the content of all of them: a rebuild that changes nothing keeps it. */
  readonly hash: string;
}

/** Builds the handlers of one stack again and again, each time only what has changed. */
export interface FunctionBundler {
  /** Throws esbuild's BuildFailure, with nothing written. */
  build(): Promise<readonly Bundle[]>;
  dispose(): Promise<void>;
}

export interface BundlerOptions {
  /** What the bundles get beside what is deployed. @default nothing */
  readonly plugins?: readonly Plugin[];
  /** Which functions are built. @default all */
  readonly wants?: (stack: Stack, definition: FunctionDefinition) => boolean;
}

/** Options of serverless-esbuild that esbuild itself knows under the same name. */
const SAME_NAME = ['bundle', 'minify', 'platform', 'target', 'format', 'sourcemap', 'keepNames', 'mainFields'] as const;
const CONCERN_OUTPUT_ELSEWHERE = new Set(['exclude', 'external', 'plugins', 'outputFileExtension']);

/** Bundles the way serverless-esbuild does, from the same options: `custom.esbuild` of the stack's serverless.yml, and what is given beside them. */
export async function createFunctionBundler(
  stack: Stack,
  outputRoot: string,
  { plugins: furtherPlugins = [], wants = () => true }: BundlerOptions = {},
): Promise<FunctionBundler> {
  const folder = join(outputRoot, stack.name);
  const wanted = readFunctions(stack).filter((definition) => wants(stack, definition));
  const handlers = [...new Set(wanted.map(({ handler }) => handlerModule(handler)))];
  const extension = stack.get('custom.esbuild.outputFileExtension');
  const shared = await sharedOptions(stack);
  // One by one, as serverless-esbuild does: two functions share no file.
  const building = await Promise.all(
    handlers.map((path) =>
      context({
        ...shared,
        plugins: [...furtherPlugins, ...(shared.plugins ?? [])],
        absWorkingDir: stack.folder,
        entryPoints: [{ in: entryFile(stack, path), out: basename(path) }],
        outdir: join(folder, dirname(path)),
        outExtension: { '.js': typeof extension === 'string' ? extension : '.js' },
        write: false,
        logLevel: 'silent',
      }),
    ),
  );
  return {
    async build() {
      const built = await Promise.all(building.map((opened) => opened.rebuild()));
      return built.map(({ outputFiles = [] }) => writeBundle(outputFiles, outputRoot));
    },
    dispose: async () => {
      await Promise.all(building.map((opened) => opened.dispose()));
    },
  };
}

/** The entry is the first of its files, and written last: who finds it finds its parts. */
function writeBundle(files: readonly OutputFile[], outputRoot: string): Bundle {
  for (const { path, contents } of files.toReversed()) writeIfChanged(path, contents);
  const [entry, ...parts] = files.map(({ path, contents }) => ({
    name: relative(outputRoot, path).replace(/\.[^.]+$/, ''),
    bytes: contents.byteLength,
    path,
  }));
  if (entry === undefined) throw new Error('nothing was built');
  removeOthers(entry.path, files);
  const hash = sha256(files.map(({ contents }) => sha256(contents)).join());
  return { name: entry.name, file: entry.path, bytes: entry.bytes, parts, hash };
}

/** Parts that an earlier build has left beside the entry. */
function removeOthers(entry: string, files: readonly OutputFile[]): void {
  const folder = dirname(entry);
  const stem = basename(entry).replace(/[^.]+$/, '');
  for (const name of readdirSync(folder).filter((other) => other.startsWith(stem) && !other.endsWith('.tmp'))) {
    if (!files.some(({ path }) => path === join(folder, name))) rmSync(join(folder, name), { force: true });
  }
}

/** `handlers/api.handler` -> `handlers/api`. */
export const handlerModule = (handler: string): string => handler.slice(0, handler.lastIndexOf('.'));

async function sharedOptions(stack: Stack): Promise<BuildOptions> {
  const given = (stack.get('custom.esbuild') ?? {}) as Readonly<Record<string, unknown>>; // a map, or nothing is bundled
  const unknown = Object.keys(given).filter(
    (key) => !CONCERN_OUTPUT_ELSEWHERE.has(key) && !SAME_NAME.some((known) => known === key),
  );
  if (unknown.length > 0) throw new Error(`${stack.name}: the local build does not know custom.esbuild.${unknown[0]}`);
  const options = Object.fromEntries(SAME_NAME.flatMap((key) => (key in given ? [[key, given[key]]] : [])));
  const external = [given['exclude'], given['external']].flatMap((list) =>
    Array.isArray(list) ? list.map(String) : [],
  );
  return { ...options, external, plugins: await loadPlugins(stack.folder, given['plugins']) };
}

async function loadPlugins(folder: string, path: unknown): Promise<Plugin[]> {
  if (typeof path !== 'string') return [];
  const module: unknown = await import(pathToFileURL(join(folder, path)).href);
  return (module as { default: Plugin[] }).default; // serverless-esbuild asks for the same export
}

function entryFile(stack: Stack, path: string): string {
  const found = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']
    .map((extension) => join(stack.folder, `${path}${extension}`))
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${stack.name}: no handler file ${join(stack.folder, path)}.ts`);
  return found;
}

const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');
