import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { repositoryRoot } from './repository-root.ts';

/**
 * esbuild plugin for functions: entries of the layer that lie in its main file are all required as the package itself,
 * which is looked up once instead of once per entry.
 */
export function oneLayerFile(folder = join(repositoryRoot, 'layers/core')): Plugin {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, { readonly default: string }>>; // ours, and of this one shape
  };
  const main = exports['.']?.default;
  const inMain = new Set(
    Object.entries(exports)
      .filter(([, target]) => target.default === main)
      .map(([key]) => key.replace(/^\./, name)),
  );
  return {
    name: 'one-layer-file',
    setup(setup) {
      setup.onResolve({ filter: new RegExp(`^${name}/`) }, ({ path }) =>
        inMain.has(path) ? { path: name, external: true } : undefined,
      );
    },
  };
}
