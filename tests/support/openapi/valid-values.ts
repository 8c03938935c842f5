import fc from 'fast-check';
import { formats } from '../../../middleware/contract/runtime.ts';
import type { Schema } from './operations.ts';

const DAY_MS = 24 * 3_600_000;
/** Texts that have broken others: combining marks, right-to-left, emoji sequences, fragments of other languages. */
const NASTY = [
  ...[
    'Zoë',
    'e\u0301',
    'مرحبا',
    '\u202eabc',
    '👩‍👩‍👧‍👦',
    'ﬁ',
    'İ',
    'ß',
    "'; DROP TABLE users--",
    '#{7*7}',
    '{{7*7}}',
    '../../etc',
  ],
  ...['<script>alert(1)</script>', '__proto__', 'null', '%00', 'NaN', '-0', '\ufeffbom', 'a'.repeat(60)],
] as const;

/** What a description says in words only: by the name of the field. */
const KNOWN: Readonly<Record<string, readonly unknown[]>> = {
  locale: ['en', 'de-AT', 'pt-BR', 'zh-Hant-TW'],
  timeZone: ['UTC', 'Europe/Vienna', 'America/New_York', 'Asia/Kolkata'],
  permission: ['profile:read', 'plan:read', 'injury:list', 'role:create', 'no:such'],
  allow: [['profile:read'], ['plan:read:assigned', 'plan:list:assigned'], [], ['injury:read:any']],
  deny: [[], ['goal:delete']],
};

/** Whether a field keeps rules that its schema does not tell. */
export const hasRulesInWords = (name: string): boolean => name in KNOWN;

/** Values that a schema takes. A field whose rules are in words gets values that keep them. */
export function validValues(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  const known = KNOWN[name];
  if (known !== undefined) return fc.constantFrom(...known);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => validValues(one, name)));
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length !== 1) return fc.oneof(...types.map((type) => validValues({ ...schema, type }, name)));
  switch (types[0]) {
    case 'string':
      return texts(schema, name);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000_000 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return lists(schema, name);
    case 'object':
      return objects(schema);
    default:
      throw new Error(`no values for ${name}: ${JSON.stringify(schema)}`);
  }
}

function texts({ pattern, format, minLength = 0, maxLength = 200 }: Schema, name: string): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= maxLength);
  if (format === 'uuid') return fc.uuid({ version: 4 });
  if (format === 'date') return instants(-40 * 365, 0).map((text) => text.slice(0, 10));
  if (format === 'date-time') return name === 'until' ? instants(1, 300) : instants(-300, 300);
  const plain = fc.string({ minLength, maxLength: Math.min(maxLength, 80), unit: 'grapheme' });
  const long = fc.constant('x'.repeat(maxLength));
  const all = fc.oneof({ weight: 4, arbitrary: plain }, { weight: 3, arbitrary: fc.constantFrom(...NASTY) }, long);
  const keeps = format === 'lines' ? formats.lines : formats.line;
  return all.filter((text) => [...text].length >= minLength && [...text].length <= maxLength && keeps(text));
}

const instants = (fromDays: number, toDays: number): fc.Arbitrary<string> =>
  fc.integer({ min: fromDays, max: toDays }).map((days) => new Date(Date.now() + days * DAY_MS).toISOString());

function lists({ items = {}, minItems = 0, maxItems = 5, uniqueItems = false }: Schema, name: string) {
  const length = { minLength: minItems, maxLength: Math.min(maxItems, 8) };
  return uniqueItems ? fc.uniqueArray(validValues(items, name), length) : fc.array(validValues(items, name), length);
}

function objects({ properties = {}, required = [], minProperties = 0 }: Schema): fc.Arbitrary<object> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, validValues(one, name)]));
  return fc
    .record(fields, { requiredKeys: [...required], noNullPrototype: true })
    .filter((value) => Object.keys(value).length >= minProperties);
}
