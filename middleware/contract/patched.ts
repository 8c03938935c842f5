import { mergePatch } from './merge-patch.ts';

/** The stored data with a checked patch applied. That the result fits its schema again is a rule of the patch schema. */
export function patched<T>(isStored: (data: unknown) => data is T, data: T, patch: unknown): T {
  const next = mergePatch(data, patch);
  if (!isStored(next)) throw new TypeError('a checked patch gave data that does not fit its schema');
  return next;
}
