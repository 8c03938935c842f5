import type { RequestListener } from 'node:http';

/** One request of a case, and what it must be answered. */
export interface Step {
  readonly authorization: string | undefined;
  /** 200: taken. 401: refused, with the one body and headers. 503: there are no keys to judge by. */
  readonly expected: 200 | 401 | 503;
  /** Milliseconds that pass before it. */
  readonly wait?: number;
  /** What the address of the keys answers from now on. */
  readonly keys?: RequestListener;
}

/** A named attack, or a control that must be taken. Cases with `fetches` or `keys` meet a verifier of their own. */
export interface TokenCase {
  readonly group: string;
  readonly name: string;
  readonly steps: readonly Step[];
  /** How often the keys may have been asked for in the end. */
  readonly fetches?: number;
}

/** Every text refused. */
export const refused = (group: string, attacks: Readonly<Record<string, string | undefined>>): readonly TokenCase[] =>
  Object.entries(attacks).map(([name, authorization]) => ({ group, name, steps: [{ authorization, expected: 401 }] }));

/** Every text taken. */
export const taken = (group: string, controls: Readonly<Record<string, string>>): readonly TokenCase[] =>
  Object.entries(controls).map(([name, authorization]) => ({ group, name, steps: [{ authorization, expected: 200 }] }));
