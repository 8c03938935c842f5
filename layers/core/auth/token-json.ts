import { isUtf8 } from 'node:buffer';

/** In JSON that parses: a string with the colon that makes it a member's name, or the brace of an object. */
const NAMES_AND_BRACES = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g;

/**
 * The JSON object in one part of a token; undefined for anything else. Only strict UTF-8 is read, and no name may come
 * twice in one object, however it is escaped: readers differ on which of the two counts, so nobody honest sends it.
 */
export function parseTokenObject(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = Buffer.from(part, 'base64url');
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value) || repeatsName(text)) return undefined;
    return { ...value };
  } catch {
    return undefined;
  }
}

function repeatsName(json: string): boolean {
  const open: Set<unknown>[] = [];
  for (const [lexeme, text, colon] of json.matchAll(NAMES_AND_BRACES)) {
    if (lexeme === '{') open.push(new Set());
    else if (lexeme === '}') open.pop();
    if (text === undefined || colon === undefined) continue;
    const name: unknown = text.includes('\\') ? JSON.parse(text) : text.slice(1, -1);
    const names = open.at(-1);
    if (names?.has(name)) return true;
    names?.add(name);
  }
  return false;
}
