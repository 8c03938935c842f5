import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { readSources } from './parts/read-imports.ts';
import { runModule } from './parts/run-node.ts';

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly types?: string; readonly default: string }>>;
}

const layer = join(repositoryRoot, 'layers/core');
const { exports } = JSON.parse(readFileSync(join(layer, 'package.json'), 'utf8')) as Manifest; // ours, of this shape
const entries = Object.entries(exports).filter(([key]) => key !== '.');
const everything = readSources(['layers/core', 'middleware', 'services', 'platform', 'scripts', 'tests/support']);

test('each entry is a source file of its name', () => {
  for (const [key, { types }] of entries) {
    expect(types).toBe(`${key}.ts`);
    expect({ key, exists: existsSync(join(layer, `${key}.ts`)) }).toEqual({ key, exists: true });
  }
});

test('nobody imports from the layer what it does not export, and what it exports is imported', () => {
  const exported = entries.map(([key]) => key.replace('./', '@gymcoach/core/'));
  const byName = everything.flatMap(({ imports }) =>
    imports.flatMap(({ specifier }) => (specifier.startsWith('@gymcoach/core') ? [specifier] : [])),
  );
  // Inside the layer entries are imported by path, by name elsewhere.
  const byPath = everything.flatMap(({ imports }) => imports.flatMap(({ target }) => target ?? []));
  const used = new Set([
    ...byName,
    ...byPath.map((path) => path.replace('layers/core', '@gymcoach/core').replace(/\.ts$/, '')),
  ]);
  expect([...new Set(byName)].filter((name) => !exported.includes(name))).toEqual([]);
  expect(exported.filter((name) => !used.has(name))).toEqual([]);
});

test('a build gives exactly the files that the exports name, and packages them all', async () => {
  await runModule("import { buildLayer } from './scripts/build/layer.ts'; await buildLayer();");
  const inLib = filesOf(join(layer, 'lib'));
  const inDist = filesOf(join(layer, 'dist/nodejs/node_modules/@gymcoach/core'));
  const named = [...new Set(Object.values(exports).map((target) => target.default.replace('./lib/', '')))].toSorted();
  expect(inLib).toEqual(named);
  expect(inDist.map((file) => file.replace(/^lib\//, '').replace(/\.c?js$/, ''))).toEqual(
    [...named.map((file) => file.replace(/\.cjs$/, '')), 'package.json'].toSorted(),
  );
}, 60_000);

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
