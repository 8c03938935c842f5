/** JSON with the fields of every object by name: equal texts for equal values, whatever the order of their fields. */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value)) ?? '';

/** The same value with its fields by name, as they come back from the table. */
export function ordered<V>(value: V): V {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered) as V; // the same items
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, inner]) => [name, ordered(inner)])) as V; // the same fields and values
}
