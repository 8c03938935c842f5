import type { Series } from './statistic.ts';

type Value = number | Series;
type Binary = (a: number, b: number) => number;

const OPERATORS: readonly (readonly [RegExp, Readonly<Record<string, Binary>>])[] = [
  [/^(?:OR\b|\|\|)/, { OR: either, '||': either }],
  [/^(?:AND\b|&&)/, { AND: both, '&&': both }],
  [
    /^(?:==|!=|<=|>=|<|>)/,
    {
      '==': (a, b) => Number(a === b),
      '!=': (a, b) => Number(a !== b),
      '<=': (a, b) => Number(a <= b),
      '>=': (a, b) => Number(a >= b),
      '<': (a, b) => Number(a < b),
      '>': (a, b) => Number(a > b),
    },
  ],
  [/^[+-]/, { '+': (a, b) => a + b, '-': (a, b) => a - b }],
  [/^[*/]/, { '*': (a, b) => a * b, '/': (a, b) => a / b }],
];

function either(a: number, b: number): number {
  return Number(a !== 0 || b !== 0);
}
function both(a: number, b: number): number {
  return Number(a !== 0 && b !== 0);
}

/**
 * An expression of CloudWatch's metric math, as far as alarms and dashboards here use it: arithmetic, comparisons, AND, OR and
 * IF. Between two series a value that one of them lacks counts as 0; where both lack it there is none; what is divided by 0
 * is dropped (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html). Throws at anything else.
 */
export function calculate(expression: string, metrics: ReadonlyMap<string, Series>): Series {
  let rest = expression.trim();
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(rest)?.[0];
    if (found !== undefined) rest = rest.slice(found.length).trimStart();
    return found;
  };
  const need = (pattern: RegExp): string => {
    const found = take(pattern);
    if (found === undefined) throw new Error(`"${expression}" is not understood at "${rest}"`);
    return found;
  };
  const binary = (level: number): Value => {
    const operators = OPERATORS[level];
    if (operators === undefined) return single();
    const [pattern, functions] = operators;
    let left = binary(level + 1);
    for (let apply = functions[take(pattern) ?? '']; apply !== undefined; apply = functions[take(pattern) ?? '']) {
      left = combined(left, binary(level + 1), apply);
    }
    return left;
  };
  const single = (): Value => {
    const number = take(/^\d+(?:\.\d+)?/);
    if (number !== undefined) return Number(number);
    if (take(/^IF\s*\(/) !== undefined) {
      const condition = binary(0);
      need(/^,/);
      const then = binary(0);
      const otherwise = take(/^,/) === undefined ? undefined : binary(0);
      need(/^\)/);
      return chosen(condition, then, otherwise);
    }
    if (take(/^\(/) !== undefined) {
      const inner = binary(0);
      need(/^\)/);
      return inner;
    }
    const name = need(/^[a-z]\w*/);
    const series = metrics.get(name);
    if (series === undefined) throw new Error(`"${expression}": there is no metric "${name}"`);
    return series;
  };
  const value = binary(0);
  if (rest !== '') throw new Error(`"${expression}" is not understood at "${rest}"`);
  if (typeof value === 'number') throw new Error(`"${expression}" is a number, and no series`);
  return value;
}

function combined(a: Value, b: Value, apply: Binary): Value {
  if (typeof a === 'number' && typeof b === 'number') return apply(a, b);
  return pointwise(a, b, (x, y) => {
    if (x === undefined && typeof a !== 'number' && (y === undefined || typeof b === 'number')) return undefined;
    if (y === undefined && typeof b !== 'number' && typeof a === 'number') return undefined;
    const value = apply(x ?? 0, y ?? 0);
    return Number.isFinite(value) ? value : undefined;
  });
}

const chosen = (condition: Value, then: Value, otherwise: Value | undefined): Value =>
  pointwise(condition, condition, (on, _same, index) => {
    if (on === undefined) return undefined;
    const taken = on === 0 ? otherwise : then;
    return typeof taken === 'number' ? taken : taken?.[index];
  });

type Point = number | undefined;

function pointwise(a: Value, b: Value, of: (x: Point, y: Point, index: number) => Point): Series {
  const length = Math.max(typeof a === 'number' ? 0 : a.length, typeof b === 'number' ? 0 : b.length);
  const at = (value: Value, index: number): Point => (typeof value === 'number' ? value : value[index]);
  return Array.from({ length }, (_, index) => of(at(a, index), at(b, index), index));
}
