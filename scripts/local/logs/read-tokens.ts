import { QueryError } from './query-error.ts';

export interface Token {
  readonly is: 'word' | 'quoted-word' | 'number' | 'period' | 'text' | 'pattern' | 'sign' | 'end';
  /** Of a text, a quoted word or a pattern, what is between its marks. */
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const SPACE = /(?:\s|#[^\n]*)+/y;
/** A field with other characters than these has to stand between backticks, by AWS's "Fields that contain special characters". */
const WORD = /@?[A-Za-z_][\w@.]*/y;
const NUMBER = /\d+(?:\.\d+)?/y;
/** `5m` of `bin(5m)`. */
const PERIOD = /\d+[a-z]+/y;
const TEXT = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y;
const QUOTED_WORD = /(@?)`([^`]+)`/y;
const PATTERN = /\/((?:[^/\\\n]|\\.)+)\//y;
const SIGN = /!=|<=|>=|=~|[=<>()[\],|*/+-]/y;

/** The words, numbers, texts and signs of a query; comments begin with `#`. A slash begins a pattern only where one can stand. */
export function readTokens(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skip(query, 0);
  while (at < query.length) {
    const token = readOne(query, at, tokens.at(-1));
    tokens.push(token);
    at = skip(query, token.end);
  }
  return [...tokens, { is: 'end', text: '', at: query.length, end: query.length }];
}

function readOne(query: string, at: number, before: Token | undefined): Token {
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(query);
  };
  const token = (is: Token['is'], found: RegExpExecArray, text = found[0]): Token => ({
    is,
    text,
    at,
    end: at + found[0].length,
  });
  const takesPattern = before?.text === '=~' || (before?.is === 'word' && before.text.toLowerCase() === 'like');
  const pattern = takesPattern ? match(PATTERN) : null;
  if (pattern !== null) return token('pattern', pattern, pattern[1]);
  const quoted = match(QUOTED_WORD);
  if (quoted !== null) return token('quoted-word', quoted, `${quoted[1]}${quoted[2]}`);
  const word = match(WORD);
  if (word !== null) return token('word', word);
  const period = match(PERIOD);
  if (period !== null) return token('period', period);
  const number = match(NUMBER);
  if (number !== null) return token('number', number);
  const text = match(TEXT);
  if (text !== null) return token('text', text, (text[1] ?? text[2] ?? '').replaceAll(/\\(.)/g, '$1'));
  const sign = match(SIGN);
  if (sign !== null) return token('sign', sign);
  throw new QueryError(`"${query[at]}" has no meaning here`, query, at);
}

function skip(query: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(query)?.[0].length ?? 0);
}
