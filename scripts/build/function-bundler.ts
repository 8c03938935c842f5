import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, context, type Plugin } from 'esbuild';
import { readFunctions, type Stack } from './read-stack.ts';
import { writeIfChanged } from './write-if-changed.ts';

/** One bundled handler module. */
export interface Bundle {
  /** `<stack>/<handler path>`, e.g. `gymcoach-user-profile/handlers/api`. */
  readonly name: string;
  /** Absolute path of the CommonJS file. */
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the content: a rebuild that changes nothing keeps it. */
  readonly hash: string;
}

/** Builds the handlers of one stack again and again, each time only what has changed. */
export interface FunctionBundler {
  /** Throws esbuild's BuildFailure, with nothing written. */
  build(): Promise<readonly Bundle[]>;
  dispose(): Promise<void>;
}

/** Options of serverless-esbuild that esbuild itself knows under the same name. */
const SAME_NAME = ['bundle', 'minify', 'platform', 'target', 'format', 'sourcemap', 'keepNames', 'mainFields'] as const;
const CONCERN_OUTPUT_ELSEWHERE = new Set(['exclude', 'external', 'plugins', 'outputFileExtension']);

/** Bundles the way serverless-esbuild does, from the same options: `custom.esbuild` of the stack's serverless.yml. */
export async function createFunctionBundler(stack: Stack, outputRoot: string): Promise<FunctionBundler> {
  const folder = join(outputRoot, stack.name);
  const handlers = [...new Set(readFunctions(stack).map(({ handler }) => handlerModule(handler)))];
  const extension = stack.get('custom.esbuild.outputFileExtension');
  const building = await context({
    ...(await sharedOptions(stack)),
    absWorkingDir: stack.folder,
    entryPoints: handlers.map((path) => ({ in: entryFile(stack, path), out: path })),
    outdir: folder,
    outExtension: { '.js': typeof extension === 'string' ? extension : '.js' },
    write: false,
    logLevel: 'silent',
  });
  return {
    async build() {
      const { outputFiles = [] } = await building.rebuild();
      return outputFiles.map(({ path, contents }) => {
        writeIfChanged(path, contents);
        const name = relative(outputRoot, path).replace(/\.[^.]+$/, '');
        return { name, file: path, bytes: contents.byteLength, hash: sha256(contents) };
      });
    },
    dispose: () => building.dispose(),
  };
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

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
