import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rule files of a folder, however deep. */
export function ruleFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.guard'))
    .map((name) => join(folder, name))
    .toSorted();
}

const texts = new Map<string, string>();

/** Those that name one of the types: of the others none would find anything to judge, and to read them all takes seconds. */
export function filesAbout(files: readonly string[], types: Iterable<string>): readonly string[] {
  const wanted = [...new Set(types)];
  return files.filter((file) => {
    const text = texts.get(file) ?? readFileSync(file, 'utf8');
    texts.set(file, text);
    return wanted.some((type) => text.includes(`'${type}'`) || text.includes(`"${type}"`));
  });
}

/** The rules of a file that judge a document: those without arguments. Control Tower's go by their code. */
export function ruleNames(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  const code = text.match(/\[(CT\.[A-Z0-9.]+)\]/)?.[1];
  if (code !== undefined) return [code];
  return [...text.matchAll(/^rule (\w+)(?! *\()\b/gm)].map((match) => match[1] ?? '');
}

/** The name that guard knows, to the one that people use. */
export function codesByRule(folder: string): ReadonlyMap<string, string> {
  return new Map(
    ruleFiles(folder).flatMap((file) => {
      const [code = ''] = ruleNames(file);
      const names = readFileSync(file, 'utf8').matchAll(/^rule (\w+)(?! *\()\b/gm);
      return [...names].map((match) => [match[1] ?? '', code] as const);
    }),
  );
}
