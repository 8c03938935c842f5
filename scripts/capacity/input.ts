/** Where a figure was found. */
export interface Source {
  readonly title: string;
  readonly url: string;
  /** `yyyy-mm`: of the page, or of when it was last known to say so. */
  readonly asOf: string;
}

/** Read on that page for this model, or known to stand there and to be looked up before money depends on it. */
export type Certainty = 'read' | 'recalled';

/** One figure of the model, and why it is what it is. */
export type Input<V = number> = { readonly value: V; readonly unit: string } & (
  | { readonly source: Source; readonly certainty: Certainty; readonly note?: string }
  /** A file of this repository that says or measures it. */
  | { readonly file: string; readonly note?: string }
  /** Nobody publishes it: why this value, and between which values it may lie. */
  | { readonly assumed: string; readonly range?: readonly [number, number] }
);

/** A price that falls with the quantity of a month; the last tier has no end. */
export interface Tier {
  /** Units of the month up to which the price holds. @default no end */
  readonly upTo?: number;
  /** US dollars per unit. */
  readonly price: number;
}

/** The figures without their reasons, for formulas. */
export type Values<T> = { readonly [K in keyof T]: T[K] extends Input<infer V> ? Widened<V> : Values<T[K]> };

type Widened<V> = V extends number ? number : V;

/** Takes the figures out of a tree of inputs. */
export function valuesOf<T extends object>(inputs: T): Values<T> {
  const entries = Object.entries(inputs).map(([name, entry]) => [name, isInput(entry) ? entry.value : valuesOf(entry)]);
  return Object.fromEntries(entries) as Values<T>; // entry by entry what the type says
}

/** Every input of a tree with its dotted name. */
export function listInputs(inputs: object, prefix = ''): readonly (readonly [string, Input<unknown>])[] {
  return Object.entries(inputs).flatMap(([name, entry]) =>
    isInput(entry) ? [[prefix + name, entry] as const] : listInputs(entry, `${prefix}${name}.`),
  );
}

const isInput = (entry: object): entry is Input<unknown> => 'value' in entry && 'unit' in entry;
