import type { Result } from './run-query.ts';
import { type Row, textOf } from './value.ts';

const WIDEST = 72;
const DECIMALS = 3;

/** A table for a terminal: columns as wide as what is in them, long texts cut. */
export function formatTable({ columns, rows }: Result): string {
  const cells = rows.map((row) => columns.map((name) => cell(row, name)));
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((line) => line[at]?.length ?? 0)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(columns), ...cells.map(line)].join('\n');
}

/** The same as JSON: an object for each row, of the columns that it has. */
export const formatJson = ({ columns, rows }: Result): string =>
  JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        columns.flatMap((name) => {
          const value = row.get(name);
          return value === undefined ? [] : [[name, value instanceof Date ? textOf(value) : value]];
        }),
      ),
    ),
    undefined,
    2,
  );

function cell(row: Row, name: string): string {
  const value = row.get(name);
  if (value === undefined) return '';
  const text = typeof value === 'number' ? String(Number(value.toFixed(DECIMALS))) : textOf(value);
  const oneLine = text.replaceAll(/\s+/g, ' ');
  return oneLine.length > WIDEST ? `${oneLine.slice(0, WIDEST - 3)}...` : oneLine;
}
