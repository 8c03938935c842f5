import { compareValues } from './compare-values.ts';
import type { Arithmetic, Comparison, Expression } from './query.ts';
import { numberOf, type Row, textOf, type Value } from './value.ts';

export interface EvaluateOptions {
  /**
   * What a comparison with an absent field says. AWS's pages do not tell, so no query of ours may depend on it: a test runs
   * each both ways. `unknown` keeps a line neither by a condition nor by its opposite. @default 'unknown'
   */
  readonly absentIs?: 'unknown' | 'unequal';
}

/** The value of an expression for one row; undefined for what is absent. A condition has none: see `holds`. */
export function evaluate(
  expression: Expression,
  row: Row,
  group?: (call: Call) => Value | undefined,
): Value | undefined {
  const inside = (inner: Expression): Value | undefined => evaluate(inner, row, group);
  switch (expression.is) {
    case 'literal':
      return expression.value;
    case 'field':
      return row.get(expression.name);
    case 'bin': {
      const at = numberOf(row.get('@timestamp'));
      return at === undefined ? undefined : new Date(at - (at % expression.milliseconds));
    }
    case 'call':
      return group?.(expression) ?? ROW_CALLS[expression.name]?.(expression.arguments.map(inside));
    case 'binary':
      return calculate(expression.operator, numberOf(inside(expression.left)), numberOf(inside(expression.right)));
    default:
      return undefined;
  }
}

type Call = Extract<Expression, { is: 'call' }>;

/** Whether a condition holds for one row; undefined when that cannot be told. `filter` keeps what is true. */
export function holds(expression: Expression, row: Row, options: EvaluateOptions = {}): boolean | undefined {
  const { absentIs = 'unknown' } = options;
  const inner = (condition: Expression): boolean | undefined => holds(condition, row, options);
  const absent = absentIs === 'unknown' ? undefined : false;
  switch (expression.is) {
    case 'not': {
      const held = inner(expression.operand);
      return held === undefined ? undefined : !held;
    }
    case 'like': {
      const subject = evaluate(expression.subject, row);
      return subject === undefined ? absent : expression.pattern.test(textOf(subject));
    }
    case 'in': {
      const subject = evaluate(expression.subject, row);
      return subject === undefined ? absent : expression.values.some((value) => isEqual(subject, evaluate(value, row)));
    }
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === 'and') return both(inner(left), inner(right));
      if (operator === 'or') return negated(both(negated(inner(left)), negated(inner(right))));
      const [one, other] = [evaluate(left, row), evaluate(right, row)];
      if (one !== undefined && other !== undefined) return compares(operator, one, other);
      return absentIs === 'unequal' ? operator === '!=' : undefined;
    }
    default: {
      const value = evaluate(expression, row);
      return value === undefined ? undefined : value !== 0 && value !== '0';
    }
  }
}

const negated = (held: boolean | undefined): boolean | undefined => (held === undefined ? undefined : !held);
const both = (one: boolean | undefined, other: boolean | undefined): boolean | undefined =>
  one === false || other === false ? false : one === undefined || other === undefined ? undefined : true;

/** As numbers where both are, else as texts: `status = "500"` finds the number 500. */
const isEqual = (one: Value, other: Value | undefined): boolean =>
  other !== undefined && compareValues(one, other) === 0;

function compares(operator: Comparison | Arithmetic, one: Value, other: Value): boolean | undefined {
  const order = compareValues(one, other);
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return undefined;
  }
}

/** Absent where one side is, or is no number, and for a division by zero. */
function calculate(operator: string, left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const result = { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[operator];
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}

/** By AWS's table of functions: truth is 1 or 0, `substr` counts from 0. */
const ROW_CALLS: Readonly<Record<string, (values: readonly (Value | undefined)[]) => Value | undefined>> = {
  ispresent: ([value]) => Number(value !== undefined),
  isempty: ([value]) => Number(value === undefined || value === ''),
  coalesce: (values) => values.find((value) => value !== undefined),
  concat: (values) => values.map((value) => (value === undefined ? '' : textOf(value))).join(''),
  substr([value, from, length]) {
    if (value === undefined) return undefined;
    const begin = numberOf(from) ?? 0;
    const count = numberOf(length);
    return textOf(value).slice(begin, count === undefined ? undefined : begin + count);
  },
  abs: ([value]) => rounded(Math.abs, value),
  ceil: ([value]) => rounded(Math.ceil, value),
  floor: ([value]) => rounded(Math.floor, value),
};

function rounded(round: (value: number) => number, value: Value | undefined): number | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : round(number);
}
