import type { Transport } from '../candidates/candidate.ts';
import type { Spread } from '../measure/statistics.ts';
import type { Figure, Gate } from './gates.ts';
import type { CandidateResult } from './results.ts';

/** The comparison on one transport as aligned text for a terminal. */
export function table(sorted: readonly CandidateResult[], transport: Transport): string {
  return align([
    [
      `DynamoDB over ${transport.toUpperCase()}`,
      'cold ms (p10-p90)',
      'init ms',
      'CPU ms',
      'x floor (p10-p90)',
      'ours / this (p10-p90)',
      'peak MB',
      'warm us',
      'above floor',
      'first ms',
      'KB',
    ],
    ...sorted
      .filter((result) => result.transport === transport)
      .map((result) => [
        result.title,
        spreadText(result.coldMs, 1),
        number(result.initMs.median, 1),
        number(result.cpuMs.median, 1),
        spreadText(result.coldOverFloor, 2),
        spreadText(result.oursOverThis, 2),
        number(result.peakMegabytes.median, 0),
        number(result.warmMicroseconds.median, 0),
        number(result.warmAboveFloor.median, 0),
        number(result.firstMs.median, 1),
        kilobytes(result.sizes),
      ]),
  ]);
}

/** Every budget with its figure and verdict, one a line. */
export function gateLines(gates: readonly Gate[]): string {
  return align([
    ['', 'budget', 'figure', 'p10-p90', 'limit', 'aim'],
    ...gates.map(({ figure, limit, aim, value, tenths, verdict }) => [
      verdict === 'missed' ? 'MISSED' : verdict,
      figure,
      value === undefined ? '' : amount(value),
      tenths === undefined ? '' : `${amount(tenths[0])}-${amount(tenths[1])}`,
      String(limit),
      aim === undefined ? '' : String(aim),
    ]),
  ]);
}

/** What has no budget, one a line. */
export function figureLines(figures: readonly Figure[]): string {
  return align(
    figures.map(({ figure, value, tenths }) => [
      figure,
      value === undefined ? '' : amount(value),
      tenths === undefined ? '' : `${amount(tenths[0])}-${amount(tenths[1])}`,
    ]),
  );
}

/** Cells in columns: text to the left, figures to the right. */
export function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isText = widths.map((_, column) => rows.some((row, index) => index > 0 && /^[A-Za-z]/.test(row[column] ?? '')));
  const placed = (cell: string, column: number): string =>
    isText[column] ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(placed).join('  ').trimEnd()).join('\n');
}

/** Three digits below one, where a limit of 0.5 would look kept at 0.504. */
const amount = (value: number): string => value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 0);
const number = (value: number, digits: number): string => (Number.isNaN(value) ? '' : value.toFixed(digits));

/** `1.62 (1.58-1.70)`; empty for what was not measured. */
export const spreadText = ({ median, p10, p90 }: Spread, digits: number): string =>
  Number.isNaN(median) ? '' : `${median.toFixed(digits)} (${p10.toFixed(digits)}-${p90.toFixed(digits)})`;

function kilobytes({ bundle, layer }: CandidateResult['sizes']): string {
  if (bundle === undefined) return '';
  const own = (bundle / 1_024).toFixed(1);
  return layer === undefined ? own : `${own} + layer ${(layer / 1_024).toFixed(1)}`;
}
