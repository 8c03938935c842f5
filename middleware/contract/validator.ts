import type { Static, TSchema } from 'typebox';
import { compile } from './compile.ts';
import type { Part } from './json-schema.ts';
import { late } from './late.ts';
import * as runtime from './runtime.ts';

/** One failed keyword, in Ajv's terms. */
export interface Failure {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** A compiled check. After `false`, `errors` holds what failed; it is overwritten by the next call. */
export interface Validator<T> {
  (value: unknown): value is T;
  errors?: readonly Failure[] | null;
}

/** Where a route or validator keeps its schema; only build tools and tests look there. */
export const definition: unique symbol = Symbol.for('@gymcoach/contract') as never;
/** Whether a validator is `hot`. */
export const isHot: unique symbol = Symbol.for('@gymcoach/contract/hot') as never;

/**
 * A check for anything that is not HTTP: stored rows, queue messages, model output. Only in `*.schema.ts` modules,
 * which the build replaces by their generated code. In a bundle it is loaded by its first call; `hot` puts it into the
 * file that every request loads, for what nearly every one checks.
 *
 * @example export const isStoredProfile = validator(StoredProfile, 'hot');
 */
export function validator<S extends TSchema>(schema: S, heat?: 'hot'): Validator<Static<S>> {
  const check = late(() => compileOne<Static<S>>('value', schema));
  return Object.assign(check, { [definition]: schema, [isHot]: heat === 'hot' });
}

/** Reached in Jest and scripts only, by executing the same text that a bundle would hold. */
export function compileOne<T>(part: Part, schema: unknown): Validator<T> {
  const exported: Record<string, Validator<T>> = {};
  new Function('exports', 'runtime', compile(part, { check: schema }, 'cjs'))(exported, runtime);
  const check = exported['check'];
  if (check === undefined) throw new Error(`${part}: nothing was generated`);
  return check;
}
