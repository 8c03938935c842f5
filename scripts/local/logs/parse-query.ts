import { parseExpression } from './parse-expression.ts';
import { type Column, type Command, type Expression, GROUP_FUNCTIONS, type Query, type SortKey } from './query.ts';
import type { Token } from './read-tokens.ts';
import { type TokenReader, tokenReader } from './token-reader.ts';

const MOST_ROWS = 10_000;
/** After it the rows are groups: what refers to the log lines can stand there no more. */
const AFTER_STATS: ReadonlySet<string> = new Set(['filter', 'sort', 'limit', 'display']);

/**
 * Reads a query of CloudWatch Logs Insights, as far as this project asks any: fields, display, filter, stats, sort and limit.
 * What cannot be run here is refused and never left out, for a query that runs must mean what it means in AWS.
 *
 * @throws QueryError that points at the place
 * @example parseQuery('filter status >= 500 | stats count(*) by route')
 */
export function parseQuery(text: string): Query {
  const reader = tokenReader(text);
  const commands: Command[] = [];
  do {
    const token = reader.peek();
    const command = parseCommand(reader);
    if (commands.some(({ is }) => is === 'stats') && !AFTER_STATS.has(command.is)) {
      reader.fail(`${command.is} after stats is not run here`, token);
    }
    commands.push(command);
  } while (reader.take('|'));
  if (reader.peek().is !== 'end') reader.fail('"|" or the end is expected');
  return commands;
}

function parseCommand(reader: TokenReader): Command {
  const token = reader.next();
  switch (token.text) {
    case 'fields':
    case 'display':
      return { is: token.text, columns: columns(reader, (column, at) => refuseGroups(reader, column.value, at)) };
    case 'filter': {
      const at = reader.peek();
      const condition = parseExpression(reader);
      refuseGroups(reader, condition, at);
      return { is: 'filter', condition };
    }
    case 'stats':
      return stats(reader);
    case 'sort':
      return { is: 'sort', keys: sortKeys(reader) };
    case 'limit':
      return { is: 'limit', count: limit(reader) };
    default:
      return reader.fail(
        token.is === 'end' ? 'a command is expected' : `the command ${token.text} is not run here`,
        token,
      );
  }
}

function stats(reader: TokenReader): Command {
  const found = columns(reader, ({ value }, at) => {
    if (!isGrouped(value)) reader.fail('stats takes functions of a group, such as count(*)', at);
  });
  const by = reader.take('by') ? columns(reader, ({ value }, at) => refuseGroups(reader, value, at)) : [];
  return { is: 'stats', columns: found, by };
}

function columns(reader: TokenReader, check: (column: Column, at: Token) => void): readonly Column[] {
  const found: Column[] = [];
  do {
    const at = reader.peek();
    const value = parseExpression(reader);
    const name = value.is === 'field' ? value.name : reader.since(at.at);
    const column = { value, name: reader.take('as') ? alias(reader) : name };
    check(column, at);
    found.push(column);
  } while (reader.take(','));
  return found;
}

function alias(reader: TokenReader): string {
  const { is, text } = reader.peek();
  if (is !== 'word' && is !== 'quoted-word') reader.fail('a name is expected');
  reader.next();
  return text;
}

function sortKeys(reader: TokenReader): readonly SortKey[] {
  const keys: SortKey[] = [];
  do {
    const value = parseExpression(reader);
    const descending = reader.take('desc');
    if (!descending) reader.take('asc');
    keys.push({ value, descending });
  } while (reader.take(','));
  return keys;
}

function limit(reader: TokenReader): number {
  const token = reader.next();
  const count = Number(token.text);
  if (token.is !== 'number' || !Number.isInteger(count) || count < 1 || count > MOST_ROWS) {
    return reader.fail(`a whole number from 1 to ${MOST_ROWS} is expected`, token);
  }
  return count;
}

function refuseGroups(reader: TokenReader, value: Expression, at: Token): void {
  if (isGrouped(value)) reader.fail('functions of a group can stand in stats only', at);
}

function isGrouped(value: Expression): boolean {
  switch (value.is) {
    case 'call':
      return Object.hasOwn(GROUP_FUNCTIONS, value.name) || value.arguments.some(isGrouped);
    case 'binary':
      return isGrouped(value.left) || isGrouped(value.right);
    case 'not':
      return isGrouped(value.operand);
    case 'like':
    case 'in':
      return isGrouped(value.subject);
    default:
      return false;
  }
}
