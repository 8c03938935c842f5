import { type BuildOptions, build, type OutputFile, type Plugin } from 'esbuild';
import type { Chunk, FunctionFile } from './function-files.ts';
import { importByRequire } from './import-by-require.ts';

/** What one chunk imports of another: `import{a as b,c}from"./chunk-X.cjs"`. */
const NAMED_IMPORT = /\bimport\s*\{([^}]*)\}\s*from\s*"\.\/([^"]+)"/g;
/** What it imports of a package: `import{AppError as a}from"@gymcoach/core";`. */
const PACKAGE_IMPORT = /(?<=^|[;}\n])import\s*\{([^}]*)\}\s*from\s*"([^."][^"]*)";/g;
/** `import("./part-X.cjs")`, in `partNow` or by itself. */
const PART_IMPORT = /__part\(import\("\.\/([^"]+)"\)\)|\bimport\("\.\/([^"]+)"\)/g;

/**
 * Joins the chunks of each file to one CommonJS module. What a chunk imports of a chunk in another file, that file exports
 * under a number.
 */
export function joinChunks(
  files: readonly FunctionFile[],
  outdir: string,
  options: BuildOptions,
): Promise<readonly OutputFile[]> {
  const world = { files, shared: sharedNames(files) };
  return Promise.all(
    files.map(async (file) => {
      const { outputFiles } = await build({
        ...options,
        stdin: { contents: exportsOf(file, world), resolveDir: outdir },
        outfile: `${outdir}/${file.name}`,
        bundle: true,
        format: 'cjs',
        write: false,
        logLevel: 'silent',
        plugins: [importByRequire(), chunksOf(file, world)],
      });
      const [output] = outputFiles;
      if (output === undefined) throw new Error(`nothing was built of ${file.name}`);
      return output;
    }),
  );
}

interface World {
  readonly files: readonly FunctionFile[];
  /** By chunk, the names that other files import of it, with the name under which its file exports each. */
  readonly shared: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

function sharedNames(files: readonly FunctionFile[]): World['shared'] {
  const shared = new Map<string, Map<string, string>>();
  let count = 0;
  for (const { chunks } of files) {
    for (const { text } of chunks) {
      for (const [, list = '', name = ''] of text.matchAll(NAMED_IMPORT)) {
        if (chunks.some((chunk) => chunk.name === name)) continue;
        const names = shared.get(name) ?? new Map<string, string>();
        shared.set(name, names);
        for (const imported of list.split(',').map((each) => each.trim().split(/\s+as\s+/)[0] ?? '')) {
          if (imported !== '' && !names.has(imported)) names.set(imported, `$${count++}`);
        }
      }
    }
  }
  return shared;
}

/** The text of a module that exports what the file owes to the runtime, or to those who ask for its parts, and to other files. */
function exportsOf(file: FunctionFile, { shared }: World): string {
  const [first] = file.chunks;
  const own = isJoined(file) ? file.chunks.filter(({ part }) => part !== undefined) : [];
  return [
    ...(own.length > 0 || first === undefined ? [] : [`export * from "./${first.name}";`]),
    ...own.map(({ name }) => `export * as ${aliasOf(name, file)} from "./${name}";`),
    ...file.chunks.flatMap(({ name }) => {
      const names = [...(shared.get(name) ?? [])].map(([given, alias]) => `${given} as ${alias}`);
      return names.length === 0 ? [] : [`export { ${names.join(', ')} } from "./${name}";`];
    }),
  ].join('\n');
}

/** Whether several parts are in the file: then it exports each of them under a name. */
const isJoined = ({ name }: FunctionFile): boolean => /\.rest\.\w+$/.test(name);
const aliasOf = (chunk: string, { chunks }: FunctionFile): string =>
  `p${chunks.findIndex(({ name }) => name === chunk)}`;

/** With one import of a package where each of its sources had one: 17 times the layer, otherwise. */
function importedOnce({ name: chunk, text, packages }: Chunk): string {
  const names = new Map<string, string>();
  const found: string[] = [];
  const rest = text.replace(PACKAGE_IMPORT, (statement, list: string, name: string) => {
    if (!packages.includes(name)) return statement; // the text of a string
    found.push(name);
    names.set(name, `${names.has(name) ? `${names.get(name)},` : ''}${list}`);
    return '';
  });
  // As many as esbuild says that there are: one more is the text of a string, which must not be cut.
  for (const name of names.keys()) {
    const count = (list: readonly string[]): number => list.filter((each) => each === name).length;
    if (count(found) > count(packages)) throw new Error(`${chunk} has the text of an import of ${name} in a string`);
  }
  return [...[...names].map(([name, list]) => `import{${list}}from${JSON.stringify(name)};`), rest].join('');
}

/** Gives esbuild the chunks of the file, and of the others what they export. */
const chunksOf = (file: FunctionFile, { files, shared }: World): Plugin => ({
  name: 'chunks',
  setup(setup) {
    const fileOf = (chunk: string): FunctionFile | undefined =>
      files.find(({ chunks }) => chunks.some(({ name }) => name === chunk));
    const requireOf = (chunk: string): string => {
      const holder = fileOf(chunk);
      if (holder === undefined) throw new Error(`${chunk} is in no file`);
      return `require("./${holder.name}")${isJoined(holder) ? `.${aliasOf(chunk, holder)}` : ''}`;
    };
    setup.onResolve({ filter: /.*/ }, ({ path, kind, namespace }) => {
      const name = path.replace(/^\.\//, '');
      const holder = kind === 'require-call' || namespace === 'elsewhere' ? undefined : fileOf(name);
      if (holder === undefined) return { path, external: true };
      return { path: name, namespace: holder === file ? 'chunk' : 'elsewhere', sideEffects: holder === file };
    });
    setup.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => {
      const chunk = file.chunks.find(({ name }) => name === path);
      if (chunk === undefined) throw new Error(`${path} is not in ${file.name}`);
      const contents = importedOnce(chunk).replace(
        PART_IMPORT,
        (_all, now: string | undefined, later: string | undefined) =>
          now === undefined ? `Promise.resolve().then(() => ${requireOf(later ?? '')})` : requireOf(now),
      );
      return { contents, loader: 'js' };
    });
    setup.onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path }) => {
      const names = [...(shared.get(path) ?? [])].map(([given, alias]) => `${alias} as ${given}`);
      return { contents: `export { ${names.join(', ')} } from "./${fileOf(path)?.name}";`, loader: 'js' };
    });
  },
});
