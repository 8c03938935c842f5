import type { Spread } from '../measure/statistics.ts';
import type { Gate } from './gates.ts';
import type { CandidateResult } from './results.ts';

/** The comparison as aligned text for a terminal. */
export function table(sorted: readonly CandidateResult[]): string {
  return align([
    [
      '',
      'cold ms (p10-p90)',
      'init ms',
      'x floor',
      'ours / this',
      'peak MB',
      'warm CPU us',
      'above floor',
      'bundle KB',
    ],
    ...sorted.map((result) => [
      result.title,
      `${result.coldMs.median.toFixed(1)} (${result.coldMs.p10.toFixed(1)}-${result.coldMs.p90.toFixed(1)})`,
      result.initMs.median.toFixed(1),
      result.coldOverFloor.median.toFixed(2),
      result.oursOverThis === undefined ? '' : ratio(result.oursOverThis),
      result.peakMegabytes.median.toFixed(0),
      result.warmMicroseconds.median.toFixed(0),
      result.warmAboveFloor.median.toFixed(0),
      kilobytes(result),
    ]),
  ]);
}

/** Every budget with its verdict, one a line. */
export function gateLines(gates: readonly Gate[]): string {
  return gates
    .map(({ figure, limit, value, passed }) =>
      value === undefined
        ? `  not run  ${figure} (limit ${limit})`
        : `  ${passed ? 'ok     ' : 'MISSED '}  ${figure}: ${value.toFixed(2)} (limit ${limit})`,
    )
    .join('\n');
}

const ratio = ({ median, p10, p90 }: Spread): string => `${median.toFixed(2)} (${p10.toFixed(2)}-${p90.toFixed(2)})`;

function kilobytes({ bundleBytes, layerBytes }: CandidateResult): string {
  if (bundleBytes === undefined) return 'none';
  const own = (bundleBytes / 1_024).toFixed(1);
  return layerBytes === undefined ? own : `${own} + ${(layerBytes / 1_024).toFixed(1)} of layer`;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
