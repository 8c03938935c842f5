import type { Schema } from './operations.ts';

/** A value with one thing wrong, and what. */
export interface Broken {
  readonly fault: string;
  readonly value: unknown;
}

const BAD_FORMATS: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-02-30', '26-1-1', '2026-01-01T00:00:00Z'],
  'date-time': ['yesterday', '2026-01-01', '2026-01-01T25:00:00Z', '2026-01-01T00:00:00'],
  uuid: ['x', '00000000-0000-0000-0000-00000000000g'],
  line: ['two\nlines', '\u0000', '   '],
  lines: ['\u0000', 'a\u0007b'],
};
const SAMPLES: readonly (readonly [type: string, value: unknown])[] = [
  ['string', 'text'],
  ['integer', 7],
  ['boolean', true],
  ['null', null],
  ['array', []],
  ['object', {}],
];

/** Every way in which this valid value is broken at one place. */
export function brokenValues(schema: Schema, value: unknown, at = ''): readonly Broken[] {
  return [
    ...brokenTypes(schema, at),
    ...brokenText(schema, at),
    ...brokenNumber(schema, at),
    ...brokenList(schema, value, at),
    ...brokenObject(schema, value, at),
  ];
}

function brokenTypes({ type, enum: choices, anyOf }: Schema, at: string): readonly Broken[] {
  if (anyOf !== undefined) return [];
  if (choices !== undefined) {
    return [
      { fault: `${at} not among its choices`, value: 'no-such-choice' },
      { fault: `${at} of type object`, value: {} },
    ];
  }
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return SAMPLES.flatMap(([name, value]) =>
    types.length === 0 || types.includes(name) ? [] : [{ fault: `${at} of type ${name}`, value }],
  );
}

function brokenText({ type, format, pattern, minLength = 0, maxLength }: Schema, at: string): readonly Broken[] {
  if (type !== 'string') return [];
  return [
    ...(minLength > 0 ? [{ fault: `${at} too short`, value: '' }] : []),
    ...(maxLength === undefined ? [] : [{ fault: `${at} too long`, value: 'x'.repeat(maxLength + 1) }]),
    ...(pattern === undefined ? [] : [{ fault: `${at} against its pattern`, value: '!' }]),
    ...(BAD_FORMATS[format ?? ''] ?? []).map((value) => ({ fault: `${at} against its format`, value })),
  ];
}

function brokenNumber({ type, minimum, maximum }: Schema, at: string): readonly Broken[] {
  if (![type].flat().includes('integer')) return [];
  return [
    ...(minimum === undefined ? [] : [{ fault: `${at} below its minimum`, value: minimum - 1 }]),
    ...(maximum === undefined ? [] : [{ fault: `${at} above its maximum`, value: maximum + 1 }]),
    { fault: `${at} not whole`, value: (minimum ?? 0) + 0.5 },
  ];
}

function brokenList(
  { items, minItems = 0, maxItems, uniqueItems }: Schema,
  value: unknown,
  at: string,
): readonly Broken[] {
  if (items === undefined) return [];
  const [first = items.enum?.[0] ?? 'text'] = Array.isArray(value) ? value : [];
  return [
    ...(minItems > 0 ? [{ fault: `${at} with too few`, value: [] }] : []),
    ...(maxItems === undefined
      ? []
      : [{ fault: `${at} with too many`, value: Array.from({ length: maxItems + 1 }, () => first) }]),
    ...(uniqueItems === true ? [{ fault: `${at} with a repetition`, value: [first, first] }] : []),
    ...brokenValues(items, first, `${at}/0`).map(({ fault, value: item }) => ({ fault, value: [item] })),
  ];
}

function brokenObject(schema: Schema, value: unknown, at: string): readonly Broken[] {
  const { properties, required = [], minProperties = 0 } = schema;
  if (properties === undefined) return [];
  const whole: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(value ?? {}));
  return [
    ...(minProperties > 0 ? [{ fault: `${at} empty`, value: {} }] : []),
    ...required.map((name) => {
      const { [name]: _, ...rest } = whole;
      return { fault: `${at}/${name} missing`, value: rest };
    }),
    { fault: `${at} with an unknown field`, value: { ...whole, noSuchField: 1 } },
    { fault: `${at} with a field of the system`, value: { ...whole, ownerId: 'x' } },
    ...Object.entries(properties).flatMap(([name, one]) =>
      brokenValues(one, whole[name], `${at}/${name}`).map(({ fault, value: inner }) => ({
        fault,
        value: { ...whole, [name]: inner },
      })),
    ),
  ];
}
