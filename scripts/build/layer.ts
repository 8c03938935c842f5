import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type BuildContext, context, type OutputFile, type Plugin } from 'esbuild';
import { verifierWithoutHttps } from '../../layers/core/auth/verifier-without-https.ts';
import { importByRequire } from './import-by-require.ts';
import { type BundleSize, printSizes } from './print-sizes.ts';
import { repositoryRoot } from './repository-root.ts';
import { writeIfChanged } from './write-if-changed.ts';

interface Entry {
  /** What a bundle requires: the package for entries of the main file. */
  readonly id: string;
  readonly source: string;
  /** Path from the layer's folder. */
  readonly output: string;
}

interface LayerPackage {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, { readonly types?: string; readonly default: string }>>;
}

/** Builds the layer again and again: what has not changed since is not parsed anew, which takes a third of the time. */
export interface LayerBuilder {
  /** Throws esbuild's BuildFailure, with nothing written. */
  build(): Promise<readonly BundleSize[]>;
  dispose(): Promise<void>;
}

/** Builds the layer once, as `createLayerBuilder` says. */
export async function buildLayer(folder?: string): Promise<readonly BundleSize[]> {
  const builder = await createLayerBuilder(folder);
  try {
    return await builder.build();
  } finally {
    await builder.dispose();
  }
}

/**
 * Bundles the entries of the layer's `exports` into `lib/`: those that name the same file become one (what every
 * request needs is one file, for each one costs half a millisecond of a cold start), and what resolves to an entry in
 * another file stays a `require` of it. Lays the package out under `dist/` as Lambda unpacks it at /opt. The same sources give
 * the same bytes in any folder: the content hash of `dist/` names the layer version that services refer to.
 */
export async function createLayerBuilder(folder = join(repositoryRoot, 'layers/core')): Promise<LayerBuilder> {
  // `exports` is ours and has this one shape
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as LayerPackage;
  const entries = entriesOf(manifest, folder);
  const outputs = [...new Set(entries.map(({ output }) => output))];
  const contexts = await Promise.all(outputs.map((output) => openOutput(folder, output, entries)));
  return {
    async build() {
      const built = await Promise.all(contexts.map((opened) => opened.rebuild()));
      const files = writeOutputs(
        folder,
        manifest,
        built.flatMap(({ outputFiles = [] }) => outputFiles),
      );
      return outputs.map((output) => ({
        name: `${manifest.name} ${output.replace(/^\.\/lib\//, '')}`,
        bytes: files.get(resolve(folder, output))?.byteLength ?? 0,
      }));
    },
    async dispose() {
      await Promise.all(contexts.map((opened) => opened.dispose()));
    },
  };
}

function writeOutputs(
  folder: string,
  manifest: LayerPackage,
  built: readonly OutputFile[],
): ReadonlyMap<string, Uint8Array> {
  const packaged = join(folder, 'dist/nodejs/node_modules', manifest.name);
  const files = new Map([[join(packaged, 'package.json'), packagedManifest(manifest)]]);
  for (const { path, contents } of built) {
    files.set(path, contents);
    files.set(join(packaged, packagedName(relative(folder, path))), contents);
  }
  for (const [file, content] of files) writeIfChanged(file, content);
  for (const output of ['lib', 'dist']) removeOthers(join(folder, output), files);
  return files;
}

/** What an earlier build left behind would be part of the content hash. */
function removeOthers(folder: string, kept: ReadonlyMap<string, unknown>): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(file) && !file.endsWith('.tmp')) rmSync(file, { force: true });
  }
}

function entriesOf({ name, exports }: LayerPackage, folder: string): readonly Entry[] {
  const main = exports['.']?.default;
  return Object.entries(exports).flatMap(([key, { types, default: output }]) => {
    if (types === undefined) return []; // the main file is no entry: it is several
    const id = output === main ? name : `${name}/${key.slice('./'.length)}`;
    return [{ id, source: resolve(folder, types), output }];
  });
}

/**
 * Without `exports`, which Node resolves through URLs at a cost of two milliseconds: `require('@gymcoach/core')` finds
 * `main`, and `require('@gymcoach/core/xray')` the file of that name.
 */
function packagedManifest({ name, version, exports }: LayerPackage): Uint8Array {
  const main = exports['.']?.default;
  const manifest = { name, version, type: 'commonjs', ...(main === undefined ? {} : { main: packagedName(main) }) };
  return Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** `lib/clients/s3.cjs` -> `clients/s3.js`: where Node looks without being told. */
const packagedName = (output: string): string => output.replace(/^(?:\.\/)?lib\//, '').replace(/\.cjs$/, '.js');

/** One file: its entries' exports. An entry of another file stays a `require` of it. */
function openOutput(folder: string, output: string, entries: readonly Entry[]): Promise<BuildContext> {
  const inside = entries.filter((entry) => entry.output === output);
  return context({
    absWorkingDir: folder,
    stdin: {
      contents: inside.map(({ source }) => `export * from ${JSON.stringify(source)};`).join('\n'),
      resolveDir: folder,
    },
    outfile: resolve(folder, output),
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    // The ESM builds of the AWS SDK shake; its CommonJS builds do not.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
    plugins: [
      importByRequire(),
      staysExternal(new Map(entries.filter((entry) => entry.output !== output).map(({ id, source }) => [source, id]))),
      verifierWithoutHttps(),
    ],
  });
}

const staysExternal = (idBySource: ReadonlyMap<string, string>): Plugin => ({
  name: 'stays-external',
  setup(setup) {
    setup.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const id = idBySource.get(resolve(resolveDir, path));
      return id === undefined ? undefined : { path: id, external: true };
    });
  },
});

// Run as a script. No top-level await: Jest loads this file as CommonJS.
if (import.meta.filename === process.argv[1]) void buildLayer().then(printSizes);
