import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { Type } from 'typebox';
import { UserPath } from './fields.ts';
import { toJsonSchema } from './json-schema.ts';
import { textsCheck } from './texts-check.ts';
import { compileOne } from './validator.ts';

const closed = { additionalProperties: false } as const;
const id = Type.String({ maxLength: 3, pattern: '^[ab]+$' });

test('a path of texts is checked as Ajv checks it, failure by failure', () => {
  const schema = Type.Object({ id, key: Type.String({ maxLength: 2, pattern: '^.$' }) }, closed);
  const expected = new Ajv2020({ allErrors: true }).compile(toJsonSchema(schema, new Map(), 'params'));
  const check = compileOne('params', schema);
  const text = fc.constantFrom('', 'a', 'abab', 'c', '\u{1f600}\u{1f600}\u{1f600}', 5, null, undefined);
  const value = fc.oneof(text, fc.record({ id: text, key: text, other: text }, { requiredKeys: [] }));
  fc.assert(
    fc.property(value, (data) => {
      const valid = expected(data);
      expect(check(data)).toBe(valid);
      const failures = (expected.errors ?? []).map(({ instancePath, keyword, params }) => ({
        instancePath,
        keyword,
        params,
      }));
      expect(check.errors ?? []).toEqual(failures);
    }),
    { numRuns: 3_000 },
  );
});

test('a path of this product is such a path', () => {
  expect(textsCheck(toJsonSchema(UserPath, new Map(), 'params'))).toContain('runtime.texts({ userId: [/');
});

test.each([
  ['a number', Type.Object({ id: Type.Integer({ minimum: 0, maximum: 9 }) }, closed)],
  ['what may be left out', Type.Object({ id: Type.Optional(id) }, closed)],
  ['other fields', Type.Object({ id }, { additionalProperties: true })],
  ['a format', Type.Object({ id: Type.String({ maxLength: 4, pattern: 'a', format: 'line' }) }, closed)],
  ['no pattern', Type.Object({ id: Type.String({ maxLength: 4 }) }, closed)],
  ['a pattern with a slash', Type.Object({ id: Type.String({ maxLength: 4, pattern: '/' }) }, closed)],
])('but one with %s is left to Ajv', (_, schema) => {
  expect(textsCheck(toJsonSchema(schema, new Map(), 'params'))).toBeUndefined();
});
