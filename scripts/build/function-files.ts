import { basename } from 'node:path';
import type { Metafile, OutputFile } from 'esbuild';

/** One ES module that esbuild has made of a function by splitting it. */
export interface Chunk {
  /** File name, as in `import ... from "./<name>"`. */
  readonly name: string;
  readonly text: string;
  /** The chunks that it loads before it runs. */
  readonly needs: readonly string[];
  /** The packages that it imports. */
  readonly packages: readonly string[];
  /** Of a part: the name of its source, `clean-image`. */
  readonly part?: string;
}

/** One file of a deployed function, and the chunks that are joined in it. */
export interface FunctionFile {
  readonly name: string;
  readonly chunks: readonly Chunk[];
}

/** Bytes: to find and open another file takes a container as long as to scan and run so much more text. */
const WORTH_A_FILE = 50_000;

/** What a split build has made; the entry first. */
export function readChunks(outputs: readonly OutputFile[], metafile: Metafile, entryFile: string): readonly Chunk[] {
  const chunks = Object.entries(metafile.outputs).map(([path, { imports, entryPoint }]): Chunk => {
    const name = basename(path);
    const needed = imports.filter(({ kind }) => kind === 'import-statement');
    const isPart = entryPoint !== undefined && name !== entryFile;
    return {
      name,
      text: outputs.find((output) => basename(output.path) === name)?.text ?? '',
      needs: needed.filter(({ external }) => external !== true).map((chunk) => basename(chunk.path)),
      packages: needed.filter(({ external }) => external === true).map((other) => other.path),
      ...(isPart ? { part: partName(entryPoint) } : {}),
    };
  });
  return chunks.toSorted((a, b) => Number(b.name === entryFile) - Number(a.name === entryFile));
}

/**
 * The entry's file holds whatever it needs before it runs. A large part has a file of its own; small ones, and what several
 * of them share, are in one, `<entry>.rest`: so a request reads few files, and no two of them need each other.
 */
export function filesOf([entry, ...others]: readonly Chunk[]): readonly FunctionFile[] {
  if (entry === undefined) throw new Error('a function has an entry');
  const hot = needed(entry, [entry, ...others]);
  const cold = others.filter((chunk) => !hot.includes(chunk));
  const large = cold.filter(({ part, text }) => part !== undefined && text.length >= WORTH_A_FILE);
  const rest = cold.filter((chunk) => !large.includes(chunk));
  const fileName = (part: string): string => entry.name.replace(/\.\w+$/, `.${part}$&`);
  return [
    { name: entry.name, chunks: hot },
    ...large.map((chunk) => ({ name: fileName(chunk.part ?? ''), chunks: [chunk] })),
    ...(rest.length === 0 ? [] : [{ name: fileName('rest'), chunks: rest }]),
  ];
}

/** The chunk and all that it needs, in the order in which they are needed. */
function needed(chunk: Chunk, all: readonly Chunk[]): readonly Chunk[] {
  const found = new Set([chunk]);
  for (const { needs } of found) for (const other of all) if (needs.includes(other.name)) found.add(other);
  return [...found];
}

/** `domain/image/clean-image.ts` -> `clean-image`, `validators:/x/routes.ts?late-body` -> `routes-body`. */
const partName = (entryPoint: string): string => basename(entryPoint).replace(/\.ts(?:\?late)?/, '');
