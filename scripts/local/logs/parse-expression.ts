import { type Arithmetic, type Comparison, type Expression, GROUP_FUNCTIONS, ROW_FUNCTIONS } from './query.ts';
import type { Token } from './read-tokens.ts';
import type { TokenReader } from './token-reader.ts';

const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['=', '!=', '<', '<=', '>', '>=']);
const RESERVED: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'like', 'as', 'by', 'asc', 'desc']);

/** Units of `bin`, milliseconds; the plural has an s. Calendar units are of different lengths, and not run here. */
const UNITS: Readonly<Record<string, number>> = {
  ...{ ms: 1, msec: 1, millisecond: 1 },
  ...{ s: 1_000, sec: 1_000, second: 1_000 },
  ...{ m: 60_000, min: 60_000, minute: 60_000 },
  ...{ h: 3_600_000, hr: 3_600_000, hour: 3_600_000 },
  ...{ d: 86_400_000, day: 86_400_000 },
};

/** Reads `or` over `and` over `not` over comparisons over sums over products. */
export function parseExpression(reader: TokenReader): Expression {
  const operand = (): Expression => joined(reader, ['and'], negation);
  return joined(reader, ['or'], operand);

  function negation(): Expression {
    return reader.take('not') ? { is: 'not', operand: negation() } : comparison();
  }

  function comparison(): Expression {
    const subject = sum();
    if (reader.take('not')) return { is: 'not', operand: membership(subject) };
    const { text } = reader.peek();
    if (/^(?:like|in|=~)$/i.test(text)) return membership(subject);
    if (!COMPARISONS.has(text) || reader.peek().is !== 'sign') return subject;
    const operator = reader.next().text as Comparison; // just looked up
    return { is: 'binary', operator, left: subject, right: sum() };
  }

  function membership(subject: Expression): Expression {
    if (reader.take('in')) return { is: 'in', subject, values: list(reader, '[', ']', sum) };
    if (reader.take('=~')) return { is: 'like', subject, pattern: pattern(reader, false) };
    reader.expect('like');
    return { is: 'like', subject, pattern: pattern(reader, true) };
  }

  function sum(): Expression {
    return joined(reader, ['+', '-'], () => joined(reader, ['*', '/'], () => factor(reader)));
  }
}

function joined(
  reader: TokenReader,
  operators: readonly (Arithmetic | 'and' | 'or')[],
  operand: () => Expression,
): Expression {
  let left = operand();
  for (;;) {
    const operator = operators.find((one) => reader.take(one));
    if (operator === undefined) return left;
    left = { is: 'binary', operator, left, right: operand() };
  }
}

function factor(reader: TokenReader): Expression {
  const token = reader.peek();
  if (reader.take('(')) {
    const inner = parseExpression(reader);
    reader.expect(')');
    return inner;
  }
  if (token.is === 'number') return { is: 'literal', value: Number(reader.next().text) };
  if (token.is === 'text') return { is: 'literal', value: reader.next().text };
  if (token.is === 'quoted-word') return { is: 'field', name: reader.next().text };
  if (token.is !== 'word' || RESERVED.has(token.text.toLowerCase())) {
    return reader.fail('a field, a value or a function is expected');
  }
  reader.next();
  return reader.peek().text === '(' ? call(reader, token) : { is: 'field', name: token.text };
}

function call(reader: TokenReader, { text, ...token }: Token): Expression {
  const name = text.toLowerCase(); // `isPresent` and `ispresent` both stand in AWS's pages
  if (name === 'bin') return bin(reader);
  const takes = ROW_FUNCTIONS[name] ?? GROUP_FUNCTIONS[name];
  if (takes === undefined) return reader.fail(`the function ${text} is not run here`, { ...token, text });
  const isCountOfAll = name === 'count' && reader.query.slice(token.end).match(/^\s*\(\s*\*\s*\)/) !== null;
  if (isCountOfAll) {
    for (const sign of ['(', '*', ')']) reader.expect(sign);
    return { is: 'call', name, arguments: [] };
  }
  const given = list(reader, '(', ')', () => parseExpression(reader));
  const [least, most] = takes;
  if (given.length < least || given.length > most) {
    const count = least === most ? String(least) : `${least} to ${most}`;
    return reader.fail(`${name} takes ${count} arguments`, { ...token, text });
  }
  return { is: 'call', name, arguments: given };
}

function bin(reader: TokenReader): Expression {
  reader.expect('(');
  const period = reader.next();
  const [, count = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(period.text) ?? [];
  const length = UNITS[unit] ?? UNITS[unit.replace(/s$/, '')];
  if (period.is !== 'period' || length === undefined || Number(count) === 0) {
    return reader.fail('a period as 5m, 1h or 30s is expected', period);
  }
  reader.expect(')');
  return { is: 'bin', milliseconds: Number(count) * length };
}

function list(reader: TokenReader, open: string, close: string, one: () => Expression): readonly Expression[] {
  reader.expect(open);
  const found: Expression[] = [];
  if (reader.take(close)) return found;
  do found.push(one());
  while (reader.take(','));
  reader.expect(close);
  return found;
}

/** A text is looked for as it is, case and all; `(?i)` at the beginning of a pattern makes case not matter. */
function pattern(reader: TokenReader, mayBeText: boolean): RegExp {
  const token = reader.next();
  if (token.is === 'text' && mayBeText) return new RegExp(RegExp.escape(token.text));
  if (token.is !== 'pattern') return reader.fail('a pattern between slashes is expected', token);
  try {
    return new RegExp(token.text.replace(/^\(\?i\)/, ''), token.text.startsWith('(?i)') ? 'i' : '');
  } catch (error) {
    return reader.fail(error instanceof Error ? error.message : 'not a pattern', token);
  }
}
