import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { filesOf, readChunks } from './function-files.ts';
import { joinChunks } from './join-chunks.ts';

/** In a source, of the text of an import: that part of the function, at once and not as a promise. See `functionParts`. */
export const partNow = (imported: string): string => `__part(${imported})`;

/** What the joining has to know of the build that it ends. */
const KEPT = ['minify', 'platform', 'target', 'keepNames'] as const;

/**
 * esbuild plugin: what a function asks for with `import()` lies in files beside its entry and is required when first asked
 * for: `handlers/api.cjs`, `handlers/api.rest.cjs`. esbuild splits ES modules only, and into as many files as there
 * are ways to share; so it splits, and what it made is joined to few files of CommonJS. No module is in two of them: what
 * a part shares with the entry, it has from the entry.
 *
 * Every `import()` becomes `require()`, also those of the layer.
 */
export const functionParts = (): Plugin => ({
  name: 'function-parts',
  setup({ initialOptions: options, onEnd }) {
    const { write = true } = options;
    const kept = Object.fromEntries(KEPT.flatMap((name) => (name in options ? [[name, options[name]]] : [])));
    if (options.sourcemap) throw new Error('functionParts makes no source map');
    Object.assign(options, { format: 'esm', splitting: true, write: false, metafile: true });
    onEnd(async (result) => {
      const { outputFiles, metafile } = result;
      const entry = outputFiles?.find(({ path }) => stem(path) === stem(entryOf(options)));
      if (entry === undefined || metafile === undefined) return; // the build has failed
      const files = filesOf(readChunks(outputFiles ?? [], metafile, basename(entry.path)));
      const joined = await joinChunks(files, dirname(entry.path), kept);
      result.outputFiles = [...joined];
      if (!write) return;
      for (const { path, contents } of joined) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, contents);
      }
    });
  },
});

/** The source of the one function that is built. */
function entryOf({ entryPoints }: BuildOptions): string {
  const [entry, ...others] = Array.isArray(entryPoints) ? entryPoints : [];
  if (entry === undefined || others.length > 0) throw new Error('functionParts builds one function at a time');
  return typeof entry === 'string' ? entry : entry.in;
}

/** `handlers/api.ts` -> `api`. */
const stem = (path: string): string => basename(path).replace(/\.\w+$/, '');
