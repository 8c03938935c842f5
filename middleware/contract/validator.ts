import type { Static, TSchema } from 'typebox';
import { compile } from './compile.ts';
import type { Part } from './json-schema.ts';
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

/**
 * A check for anything that is not HTTP: stored rows, queue messages, model output. Only in `*.schema.ts` modules,
 * which the build replaces by their generated code.
 *
 * @example export const isStoredProfile = validator(StoredProfile);
 */
export function validator<S extends TSchema>(schema: S): Validator<Static<S>> {
  let compiled: Validator<Static<S>> | undefined;
  const check = (value: unknown): value is Static<S> => {
    compiled ??= compileOne<Static<S>>('value', schema);
    const valid = compiled(value);
    self.errors = compiled.errors ?? null;
    return valid;
  };
  const self: Validator<Static<S>> = Object.assign(check, { [definition]: schema });
  return self;
}

/** Reached in Jest and scripts only, by executing the same text that a bundle would hold. */
export function compileOne<T>(part: Part, schema: unknown): Validator<T> {
  const exported: Record<string, Validator<T>> = {};
  new Function('exports', 'runtime', compile(part, { check: schema }, 'cjs'))(exported, runtime);
  const check = exported['check'];
  if (check === undefined) throw new Error(`${part}: nothing was generated`);
  return check;
}
