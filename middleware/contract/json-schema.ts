/** A JSON Schema 2020-12 document as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Which side of a route a schema describes; decides coercion and which bounds are demanded. */
export type Part = 'params' | 'query' | 'body' | 'returns' | 'value';

/** TypeBox marks what JSON Schema cannot say with these properties: it would silently not run. */
const LOST = ['~refine', '~codec', '~base'];

/**
 * Plain JSON copy in which every sub-schema with `$id` has become a `$ref`; the named ones are collected in `named`.
 * Throws on what has no JSON form, and on two different schemas with one `$id`.
 */
export function toJsonSchema(schema: unknown, named: Map<string, JsonSchema>, at: string): JsonSchema {
  const copy = copyOf(schema, named, at);
  if (!isObject(copy)) throw new Error(`${at}: a schema must be an object`);
  return copy;
}

export const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function copyOf(value: unknown, named: Map<string, JsonSchema>, at: string): unknown {
  if (typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol') {
    throw new Error(`${at}: a ${typeof value} has no JSON form`);
  }
  if (Array.isArray(value)) return value.map((item, index) => copyOf(item, named, `${at}/${index}`));
  if (!isObject(value)) return value;
  for (const key of LOST) {
    if (Object.hasOwn(value, key)) throw new Error(`${at}: ${key.slice(1)} is not JSON Schema and would not run`);
  }
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined && key !== '$id') copy[key] = copyOf(inner, named, `${at}/${key}`);
  }
  const id = value['$id'];
  if (typeof id !== 'string') return copy;
  const seen = named.get(id);
  if (seen !== undefined && JSON.stringify(seen) !== JSON.stringify(copy)) {
    throw new Error(`${at}: two different schemas share the $id "${id}"`);
  }
  named.set(id, copy);
  return { $ref: id };
}
