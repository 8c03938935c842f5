import { isObject, type JsonSchema } from './json-schema.ts';

const ANNOTATIONS = new Set(['type', 'pattern', 'maxLength', 'description', 'examples']);

/**
 * Code of the check of an object that has nothing but texts of a pattern, as nearly every path has: a call of
 * `runtime.texts`, a fifth of what Ajv writes for it. Undefined for any other schema.
 */
export function textsCheck({ type, properties, required, additionalProperties }: JsonSchema): string | undefined {
  if (type !== 'object' || additionalProperties !== false || !isObject(properties)) return undefined;
  const names = Object.keys(properties);
  if (JSON.stringify(names) !== JSON.stringify(required)) return undefined;
  const fields = names.map((name) => fieldOf(name, properties[name]));
  return fields.includes(undefined) ? undefined : `/* @__PURE__ */ runtime.texts({ ${fields.join(', ')} })`;
}

function fieldOf(name: string, schema: unknown): string | undefined {
  if (!/^[a-z]\w*$/i.test(name) || !isObject(schema)) return undefined;
  const { type, pattern, maxLength } = schema;
  if (type !== 'string' || typeof pattern !== 'string' || typeof maxLength !== 'number') return undefined;
  if (!Object.keys(schema).every((key) => ANNOTATIONS.has(key))) return undefined;
  // What is told of a failure is `source`, which writes some characters in another way.
  if (new RegExp(pattern, 'u').source !== pattern) return undefined;
  return `${name}: [/${pattern}/u, ${maxLength}]`;
}
