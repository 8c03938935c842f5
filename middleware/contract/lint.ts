import { isObject, type JsonSchema, type Part } from './json-schema.ts';
import { formats, patterns } from './runtime.ts';

const UNSUPPORTED = ['unevaluatedProperties', 'unevaluatedItems', '$dynamicRef'];
const DATA = new Set(['default', 'const', 'enum', 'examples', 'example']);

/**
 * Places of an input schema that are not bounded, as `pointer: reason`: a bound that a reviewer would have to
 * remember is one that will be forgotten.
 */
export function lint(schema: unknown, at: string, part: Part): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap((inner, index) => lint(inner, `${at}/${index}`, part));
  if (!isObject(schema)) return [];
  const inner = Object.entries(schema)
    .filter(([key]) => !DATA.has(key))
    .flatMap(([key, value]) => lint(value, `${at}/${key}`, part));
  return [...problemsOf(schema, part).map((problem) => `${at}: ${problem}`), ...inner];
}

function problemsOf(schema: JsonSchema, part: Part): readonly string[] {
  const problems = UNSUPPORTED.filter((keyword) => keyword in schema).map((keyword) => `${keyword} is not supported`);
  if (typed(schema, 'string') && !boundedString(schema)) problems.push('a string needs maxLength');
  if (typed(schema, 'array') && schema['maxItems'] === undefined) problems.push('an array needs maxItems');
  if (schema['uniqueItems'] === true && !scalarItems(schema['items'])) {
    problems.push('uniqueItems is for lists of strings, numbers or booleans');
  }
  if (typed(schema, 'object') && schema['properties'] !== undefined && schema['additionalProperties'] === undefined) {
    problems.push('an object needs additionalProperties');
  }
  const number = typed(schema, 'number') || typed(schema, 'integer');
  if (number && (schema['minimum'] === undefined || schema['maximum'] === undefined)) {
    problems.push('a number needs minimum and maximum'); // in params and query "Infinity" would be coerced
  }
  return part === 'returns' ? [] : problems;
}

const scalarItems = (items: unknown): boolean =>
  isObject(items) &&
  (Array.isArray(items['enum']) || ['string', 'integer', 'number', 'boolean'].some((type) => items['type'] === type));

const typed = (schema: JsonSchema, name: string): boolean => {
  const type = schema['type'];
  return type === name || (Array.isArray(type) && type.includes(name));
};

function boundedString(schema: JsonSchema): boolean {
  if (schema['maxLength'] !== undefined || schema['enum'] !== undefined || schema['const'] !== undefined) return true;
  const format = schema['format'];
  return format === 'date' || format === 'date-time' || (typeof format === 'string' && format in patterns);
}

/** Formats that a schema may name. */
export const knownFormats: readonly string[] = [...Object.keys(formats), ...Object.keys(patterns)];
