import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { type TSchema, Type } from 'typebox';
import { compile } from './compile.ts';
import { toJsonSchema } from './json-schema.ts';
import { formats, patterns } from './runtime.ts';
import { compileOne } from './validator.ts';

const closed = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: -2, maximum: 2 });
const word = Type.String({ minLength: 1, maxLength: 2, pattern: '^[ab/]+$' });
const list = Type.Array(Type.Object({ count, at: Type.Optional(Type.String({ format: 'date' })) }, closed), {
  minItems: 1,
  maxItems: 2,
});
const plain = Type.Object(
  { count, word: Type.Optional(word), size: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })), list },
  closed,
);
const alternatives = Type.Object({ count: Type.Union([word, Type.Boolean()]), list: Type.Optional(list) }, closed);
const reference = Type.Object({ count: Type.Integer({ minimum: 0, maximum: 2, $id: 'Count' }), list }, closed);

const scalar = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'abc', '/', '2026-01-31', '2026-02-30', null, true, [], {}),
  fc.constantFrom(-3, -2, 0, 0.5, 1, 2, 3, 1e300, Number.NaN, Number.POSITIVE_INFINITY),
);
const entry = fc.record({ count: scalar, at: scalar, other: scalar }, { requiredKeys: [] });
const value = fc.oneof(
  scalar,
  fc.record(
    {
      count: scalar,
      word: scalar,
      size: scalar,
      list: fc.oneof(scalar, fc.array(fc.oneof(entry, fc.constant({ count: 1 })), { maxLength: 3 })),
      other: scalar,
    },
    { requiredKeys: [] },
  ),
);

test.each<[string, TSchema]>([
  ['objects in lists', plain],
  ['alternatives', alternatives],
  ['references', reference],
])('the check of a stored row comes to the verdict of Ajv: %s', (_, schema) => {
  const named = new Map<string, object>();
  const ajv = new Ajv2020({ strict: false, formats: { ...patterns, ...formats } });
  const root = toJsonSchema(schema, named as Parameters<typeof toJsonSchema>[1], 'value'); // filled by it
  for (const [id, part] of named) ajv.addSchema({ ...part, $id: id });
  const expected = ajv.compile(root);
  const check = compileOne('value', schema);
  fc.assert(
    fc.property(value, (data) => {
      expect(check(data)).toBe(expected(data));
    }),
    { numRuns: 3_000 },
  );
});

test('a check that returns at the first failure counts none', () => {
  expect(compile('value', { plain }, 'esm')).not.toMatch(/\berrors\b|_errs|valid0/);
});

test('a pattern is written once', () => {
  expect(compile('body', { word }, 'esm').match(/\^\[ab/g)).toHaveLength(1 + 1); // `source` of a slash is another text
  const id = Type.String({ maxLength: 4, pattern: '^c[0-9]+$' });
  const code = compile('body', { path: Type.Object({ id }, closed) }, 'esm').replace(/const schema\d+ = .*?;/, '');
  expect(code.match(/\^c\[0-9\]\+\$/g)).toHaveLength(1);
});
