import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text files that are deployed beside the function, each read once, when first asked for. */
export function taskFiles(root: string): (path: string) => string {
  const texts = new Map<string, string>();
  return (path) => {
    const text = texts.get(path) ?? readFileSync(join(root, path), 'utf8');
    texts.set(path, text);
    return text;
  };
}
