import { aggregate } from './aggregate.ts';
import { compareValues } from './compare-values.ts';
import { type EvaluateOptions, evaluate, holds } from './evaluate.ts';
import type { Column, Command, Query, SortKey } from './query.ts';
import { type Row, textOf, type Value } from './value.ts';

/** Rows of a result, each with the columns that the query shows. */
export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** What is given where a query says no limit, and the order where it says none: newest first. */
const MOST_ROWS = 10_000;

/** Runs a query over log lines, as CloudWatch Logs Insights would over the same lines. */
export function runQuery(query: Query, lines: readonly Row[], options: EvaluateOptions = {}): Result {
  const newestFirst = lines.toSorted((one, other) => compareValues(other.get('@timestamp'), one.get('@timestamp')));
  const rows = query.reduce<readonly Row[]>((left, command) => apply(command, left, options), newestFirst);
  return { columns: columnsOf(query), rows: rows.slice(0, MOST_ROWS) };
}

function apply(command: Command, rows: readonly Row[], options: EvaluateOptions): readonly Row[] {
  switch (command.is) {
    case 'fields':
    case 'display':
      return rows.map((row) => withColumns(row, command.columns));
    case 'filter':
      return rows.filter((row) => holds(command.condition, row, options) === true);
    case 'stats':
      return stats(rows, command.columns, command.by);
    case 'sort':
      return rows.toSorted((one, other) => compareBy(command.keys, one, other));
    case 'limit':
      return rows.slice(0, command.count);
  }
}

/** The row and its new fields; a later one may use an earlier one. */
function withColumns(row: Row, columns: readonly Column[]): Row {
  const wider = new Map(row);
  for (const { name, value } of columns) set(wider, name, evaluate(value, wider));
  return wider;
}

/** One row for each combination of what is after `by`, absent ones included; the functions of one row count for each. */
function stats(rows: readonly Row[], columns: readonly Column[], by: readonly Column[]): readonly Row[] {
  const groups = Map.groupBy(
    rows.map((row) => ({ row, keys: by.map(({ value }) => evaluate(value, row)) })),
    ({ keys }) => JSON.stringify(keys.map((key) => (key === undefined ? null : textOf(key)))),
  );
  if (by.length === 0 && groups.size === 0) groups.set('', []); // count(*) of nothing is a row with a 0
  return [...groups.values()].map((members) => {
    const group = new Map<string, Value>();
    for (const [index, { name }] of by.entries()) set(group, name, members[0]?.keys[index]);
    const of = members.map(({ row }) => row);
    for (const { name, value } of columns)
      set(
        group,
        name,
        evaluate(value, group, (call) => aggregate(call, of)),
      );
    return group;
  });
}

function set(row: Map<string, Value>, name: string, value: Value | undefined): void {
  if (value === undefined) row.delete(name);
  else row.set(name, value);
}

function compareBy(keys: readonly SortKey[], one: Row, other: Row): number {
  for (const { value, descending } of keys) {
    const order = compareValues(evaluate(value, one), evaluate(value, other));
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

/**
 * The last `display` decides; else the last `stats`, groups first; else all of `fields`; and where nothing is said, time and
 * line.
 */
function columnsOf(query: Query): readonly string[] {
  const names = (columns: readonly Column[]): readonly string[] => columns.map(({ name }) => name);
  const display = query.findLast(({ is }) => is === 'display');
  if (display?.is === 'display') return names(display.columns);
  const grouped = query.findLast(({ is }) => is === 'stats');
  if (grouped?.is === 'stats') return names([...grouped.by, ...grouped.columns]);
  const fields = query.flatMap((command) => (command.is === 'fields' ? names(command.columns) : []));
  return fields.length > 0 ? [...new Set(fields)] : ['@timestamp', '@message'];
}
