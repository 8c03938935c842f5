import { QueryError } from './query-error.ts';
import { readTokens, type Token } from './read-tokens.ts';

/** Walks over the tokens of a query, and says what was expected where something else stands. */
export interface TokenReader {
  readonly query: string;
  peek(): Token;
  next(): Token;
  /** Takes the keyword or sign if it comes next. */
  take(text: string): boolean;
  expect(text: string): void;
  fail(reason: string, token?: Token): never;
  /** What stands in the query from a place on, up to the token taken last. */
  since(at: number): string;
}

/** Keywords in any case, as AWS's samples have them; field names as they are. */
export function tokenReader(query: string): TokenReader {
  const tokens = readTokens(query);
  let place = 0;
  const peek = (): Token => {
    const token = tokens[Math.min(place, tokens.length - 1)];
    if (token === undefined) throw new Error('the end is a token'); // `readTokens` puts it there
    return token;
  };
  const fail = (reason: string, token = peek()): never => {
    throw new QueryError(reason, query, token.at);
  };
  const take = (text: string): boolean => {
    const { is, text: found } = peek();
    if ((is !== 'word' && is !== 'sign') || found.toLowerCase() !== text) return false;
    place += 1;
    return true;
  };
  return {
    query,
    peek,
    take,
    fail,
    next() {
      const token = peek();
      place += 1;
      return token;
    },
    expect(text) {
      if (!take(text)) fail(`"${text}" is expected`);
    },
    since: (at) => query.slice(at, tokens[place - 1]?.end ?? at),
  };
}
