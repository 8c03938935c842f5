import { compareValues } from './compare-values.ts';
import { evaluate } from './evaluate.ts';
import type { Expression } from './query.ts';
import { numberOf, type Row, textOf, type Value } from './value.ts';

type Call = Extract<Expression, { is: 'call' }>;
interface Valued {
  readonly row: Row;
  readonly value: Value;
}

/**
 * A function of `stats` over the rows of one group, by AWS's table: `count(*)` counts rows, `count(field)` those that have the
 * field; the others leave out rows without a value. `pct` is the smallest value that so many percent of all are not above
 * (AWS does not say how it rounds). Undefined where no row has a value.
 */
export function aggregate({ name, arguments: [of, percent] }: Call, rows: readonly Row[]): Value | undefined {
  if (of === undefined) return rows.length;
  const valued = rows.flatMap((row): Valued[] => {
    const value = evaluate(of, row);
    return value === undefined ? [] : [{ row, value }];
  });
  return AGGREGATES[name]?.(valued, percent?.is === 'literal' ? numberOf(percent.value) : undefined);
}

const AGGREGATES: Readonly<Record<string, (valued: readonly Valued[], percent?: number) => Value | undefined>> = {
  count: (valued) => valued.length,
  count_distinct: (valued) => new Set(valued.map(({ value }) => textOf(value))).size,
  sum: (valued) => sum(numbersOf(valued)),
  avg(valued) {
    const numbers = numbersOf(valued);
    const total = sum(numbers);
    return total === undefined ? undefined : total / numbers.length;
  },
  min: (valued) => sorted(valued).at(0)?.value,
  max: (valued) => sorted(valued).at(-1)?.value,
  pct(valued, percent = 50) {
    const numbers = numbersOf(valued).toSorted((one, other) => one - other);
    return numbers[Math.max(0, Math.ceil((percent / 100) * numbers.length) - 1)];
  },
  earliest: (valued) => inTime(valued).at(0)?.value,
  latest: (valued) => inTime(valued).at(-1)?.value,
};

const numbersOf = (valued: readonly Valued[]): readonly number[] =>
  valued.flatMap(({ value }) => numberOf(value) ?? []);
const sum = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : numbers.reduce((total, number) => total + number, 0);
const sorted = (valued: readonly Valued[]): readonly Valued[] =>
  valued.toSorted((one, other) => compareValues(one.value, other.value));
const inTime = (valued: readonly Valued[]): readonly Valued[] =>
  valued.toSorted((one, other) => compareValues(one.row.get('@timestamp'), other.row.get('@timestamp')));
