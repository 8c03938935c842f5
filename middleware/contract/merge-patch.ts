type Plain = { readonly [name: string]: unknown };

/**
 * Applies a JSON merge patch (RFC 7396): a field of the patch replaces, `null` takes away, objects merge. The result
 * has to be parsed by its schema again.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlain(patch)) return patch;
  const merged = new Map<string, unknown>(isPlain(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
