import type { Schema } from './operations.ts';
import { hasRulesInWords } from './valid-values.ts';

/** A body in JSON, and what is wrong with it. */
export interface HostileBody {
  readonly fault: string;
  readonly text: string;
}

/** As they stand between the quotes of JSON: text that is not whole. */
const NOT_WHOLE: readonly (readonly [fault: string, inside: string])[] = [
  ['with U+FFFD', 'a\ufffdb'],
  ['with U+FFFD, escaped', 'a\\ufffdb'],
  ['with half a surrogate pair', 'a\\ud83c'],
  ['with the other half', '\\udfcbb'],
  ['with NUL', 'a\\u0000b'],
];
/** JSON.parse rounds them, or makes Infinity of them. */
const NOT_EXACT = ['9007199254740993', '-9007199254740993', '1e400', '-1e400', '1e308'] as const;
const PLACE = '"a place for what is no JSON value"';

/**
 * This valid body with one thing wrong that is gone, or harmless to the schema, once it is parsed: only whoever reads the
 * text itself can refuse it. Each stands in a field that is declared.
 */
export function hostileBodies({ properties = {} }: Schema, json: unknown): readonly HostileBody[] {
  const whole: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(json ?? {}));
  const filled = (name: string, raw: string): string =>
    JSON.stringify({ ...whole, [name]: JSON.parse(PLACE) }).replace(PLACE, () => raw);
  return [
    ...Object.entries(whole).flatMap(([name, value]) => repeated(whole, name, value)),
    ...Object.entries(properties).flatMap(([name, { type, format, enum: choices }]) => {
      const isFree = choices === undefined && /^lines?$/.test(format ?? '') && !hasRulesInWords(name);
      const isNumber = [type].flat().includes('integer');
      return [
        ...(isFree ? NOT_WHOLE : []).map(([fault, inside]) => ({
          fault: `/${name} ${fault}`,
          text: filled(name, `"${inside}"`),
        })),
        ...(isNumber ? NOT_EXACT : []).map((raw) => ({ fault: `/${name} as ${raw}`, text: filled(name, raw) })),
      ];
    }),
  ];
}

/** Its key before all others, once more: JSON.parse keeps the later of the two. */
function repeated(whole: object, name: string, value: unknown): readonly HostileBody[] {
  const rest = JSON.stringify(whole).slice(1);
  const code = name.charCodeAt(0).toString(16).padStart(4, '0');
  return [JSON.stringify(name), `"\\u${code}${name.slice(1)}"`].map((key, index) => ({
    fault: `/${name} twice${index === 0 ? '' : ', once escaped'}`,
    text: `{${key}:${JSON.stringify(value)},${rest}`,
  }));
}
