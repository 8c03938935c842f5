import type { Validator } from './validator.ts';

/** A check that is made, or loaded, by its first call: most requests need few of a service's checks. */
export function late<T>(load: () => Validator<T>): Validator<T> {
  let loaded: Validator<T> | undefined;
  const check = (value: unknown): value is T => {
    loaded ??= load();
    const valid = loaded(value);
    self.errors = loaded.errors ?? null;
    return valid;
  };
  const self: Validator<T> = check;
  return self;
}
