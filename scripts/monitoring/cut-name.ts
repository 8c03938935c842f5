import { createHash } from 'node:crypto';

const HASH_CHARACTERS = 8;

/** The name, or its beginning and a hash of the whole where AWS takes no more than `most` characters. */
export function cutName(name: string, most: number): string {
  if (name.length <= most) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_CHARACTERS);
  return `${name.slice(0, most - HASH_CHARACTERS - 1).replace(/-$/, '')}-${hash}`;
}
