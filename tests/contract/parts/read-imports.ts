import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

export interface Import {
  /** As written: `../errors.ts`, `@gymcoach/core/table`, `node:fs`. */
  readonly specifier: string;
  /** The file that it means, from the repository, if it is one of ours. */
  readonly target: string | undefined;
  /** False where only types come in: nothing is left of it at run time. */
  readonly value: boolean;
}

export interface SourceFile {
  /** From the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:([\w*{}\s,$]+?)\s+from\s+)?'([^']+)'/gm;
const CALL = /\b(?:import|require)\(\s*'([^']+)'\s*\)/g;
const IN_A_TYPE = /typeof import\(\s*'[^']+'\s*\)/g;
const WORKSPACES = { '@gymcoach/core/': 'layers/core/', '@gymcoach/middleware/': 'middleware/' };

/** The TypeScript files under the given folders, without their tests, what only these use, and what is built. */
export function readSources(folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(repositoryRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((path) => !/(^|\/)(node_modules|lib|dist|\.\w+|fixtures)\/|(^|\/)test-[\w-]+\.ts$|\.test\.ts$/.test(path))
      .map(readSource),
  );
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(repositoryRoot, path), 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const at = (specifier: string, value: boolean): Import => ({ specifier, target: targetOf(path, specifier), value });
  const statements = [...code.matchAll(STATEMENT)].map(([, type, names, specifier = '']) =>
    at(specifier, type === undefined && !onlyTypes(names)),
  );
  const calls = [...code.replace(IN_A_TYPE, '').matchAll(CALL)].map(([, specifier = '']) => at(specifier, true));
  return { path, text: code, imports: [...statements, ...calls] };
}

/** `{ type A, type B }`. */
function onlyTypes(names: string | undefined): boolean {
  const list = /^\{([^}]*)\}$/.exec(names?.trim() ?? '')?.[1];
  return list?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) === true;
}

function targetOf(path: string, specifier: string): string | undefined {
  for (const [prefix, folder] of Object.entries(WORKSPACES)) {
    if (specifier.startsWith(prefix)) return `${folder}${specifier.slice(prefix.length)}.ts`;
  }
  if (!specifier.startsWith('.')) return undefined;
  const file = resolve(repositoryRoot, path, '..', specifier);
  return existsSync(file) ? relative(repositoryRoot, file).replaceAll('\\', '/') : undefined;
}

/** Files that import one another in a circle by value, each circle as `a -> b -> a`. */
export function cycles(files: readonly SourceFile[]): readonly string[] {
  const graph = new Map(
    files.map(({ path, imports }) => [path, imports.flatMap(({ value, target }) => (value && target ? [target] : []))]),
  );
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const begin = trail.indexOf(path);
    if (begin !== -1) found.add([...trail.slice(begin), path].join(' -> '));
    if (begin !== -1 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return [...found];
}
