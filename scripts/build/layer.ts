import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { verifierWithoutHttps } from '../../layers/core/auth/verifier-without-https.ts';
import { type BundleSize, printSizes } from './print-sizes.ts';
import { repositoryRoot } from './repository-root.ts';
import { writeIfChanged } from './write-if-changed.ts';

interface LayerPackage {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>;
}

/**
 * Bundles each entry of the layer's `exports` into `lib/` (one CommonJS file per entry; what resolves to another entry
 * stays a `require` of it) and lays the package out under `dist/` as Lambda unpacks it at /opt. The same sources give
 * the same bytes in any folder: the content hash of `dist/` names the layer version that services refer to.
 */
export async function buildLayer(folder = join(repositoryRoot, 'layers/core')): Promise<readonly BundleSize[]> {
  // `exports` is ours and has this one shape
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as LayerPackage;
  const entries = Object.entries(manifest.exports).map(([key, target]) => ({
    id: `${manifest.name}/${key.slice('./'.length)}`,
    name: key.slice('./'.length),
    source: resolve(folder, target.types),
    output: target.default,
  }));
  const result = await build({
    absWorkingDir: folder,
    entryPoints: entries.map(({ name, source }) => ({ in: source, out: name })),
    outdir: join(folder, 'lib'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    // The ESM builds of the AWS SDK shake; its CommonJS builds do not.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [
      otherEntriesStayExternal(new Map(entries.map(({ id, source }) => [source, id])), manifest.name),
      verifierWithoutHttps(),
    ],
  });

  const packaged = join(folder, 'dist/nodejs/node_modules', manifest.name);
  const files = new Map([[join(packaged, 'package.json'), packagedManifest(manifest)]]);
  for (const { path, contents } of result.outputFiles) {
    files.set(path, contents);
    files.set(join(packaged, relative(folder, path)), contents);
  }
  for (const [file, content] of files) writeIfChanged(file, content);
  for (const output of ['lib', 'dist']) removeOthers(join(folder, output), files);
  return entries.map(({ id, output }) => ({
    name: id,
    bytes: files.get(resolve(folder, output))?.byteLength ?? 0,
  }));
}

/** What an earlier build left behind would be part of the content hash. */
function removeOthers(folder: string, kept: ReadonlyMap<string, unknown>): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(file) && !file.endsWith('.tmp')) rmSync(file, { force: true });
  }
}

function packagedManifest({ name, version, exports }: LayerPackage): Uint8Array {
  const targets = Object.fromEntries(Object.entries(exports).map(([key, target]) => [key, target.default]));
  return Buffer.from(`${JSON.stringify({ name, version, type: 'commonjs', exports: targets }, undefined, 2)}\n`);
}

function otherEntriesStayExternal(entries: ReadonlyMap<string, string>, packageName: string): Plugin {
  return {
    name: 'other-entries-stay-external',
    setup(setup) {
      setup.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
        const id = kind === 'entry-point' ? undefined : entries.get(resolve(resolveDir, path));
        return id === undefined ? undefined : { path: id, external: true };
      });
      const own = new RegExp(`^${packageName}/`);
      setup.onResolve({ filter: own }, ({ path }) => ({ path, external: true }));
    },
  };
}

// Run as a script. No top-level await: Jest loads this file as CommonJS.
if (import.meta.filename === process.argv[1]) void buildLayer().then(printSizes);
