/** What a query says: commands one after the other, each on the rows that the one before leaves. */
export type Query = readonly Command[];

export type Command =
  | { readonly is: 'fields' | 'display'; readonly columns: readonly Column[] }
  | { readonly is: 'filter'; readonly condition: Expression }
  | { readonly is: 'stats'; readonly columns: readonly Column[]; readonly by: readonly Column[] }
  | { readonly is: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly is: 'limit'; readonly count: number };

/** A value and what it is called: its alias, or else its text as written. */
export interface Column {
  readonly name: string;
  readonly value: Expression;
}

export interface SortKey {
  readonly value: Expression;
  readonly descending: boolean;
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/';

export type Expression =
  | { readonly is: 'literal'; readonly value: string | number }
  | { readonly is: 'field'; readonly name: string }
  | { readonly is: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  /** `@timestamp`, cut down to a multiple of so many milliseconds. */
  | { readonly is: 'bin'; readonly milliseconds: number }
  | {
      readonly is: 'binary';
      readonly operator: Comparison | Arithmetic | 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly is: 'not'; readonly operand: Expression }
  | { readonly is: 'like'; readonly subject: Expression; readonly pattern: RegExp }
  | { readonly is: 'in'; readonly subject: Expression; readonly values: readonly Expression[] };

/** Functions of one row, each with how many arguments it takes. */
export const ROW_FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ispresent: [1, 1],
  isempty: [1, 1],
  coalesce: [1, 9],
  substr: [2, 3],
  concat: [1, 9],
  abs: [1, 1],
  ceil: [1, 1],
  floor: [1, 1],
};

/** Functions of all rows of a group. `count(*)` has no argument. */
export const GROUP_FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  count: [0, 1],
  count_distinct: [1, 1],
  sum: [1, 1],
  avg: [1, 1],
  min: [1, 1],
  max: [1, 1],
  pct: [2, 2],
  earliest: [1, 1],
  latest: [1, 1],
};
