import { type Static, Type } from 'typebox';
import { nullable } from './nullable.ts';
import { compileOne } from './validator.ts';

const failuresOf = (schema: unknown, value: unknown) => {
  const check = compileOne('body', schema);
  return check(value) ? [] : (check.errors ?? []).map(({ keyword }) => keyword);
};

test.each([
  [Type.String({ maxLength: 2 }), 'ab', 'abc', ['maxLength']],
  [Type.Integer({ minimum: 0, maximum: 2 }), 2, 3, ['maximum']],
  [Type.Boolean(), false, 'false', ['type']],
  [Type.Enum(['a', 'b']), 'a', 'c', ['enum']],
])('takes null beside what %j takes, and reports what it refuses once', (schema, good, bad, keywords) => {
  expect(failuresOf(nullable(schema), good)).toEqual([]);
  expect(failuresOf(nullable(schema), null)).toEqual([]);
  expect(failuresOf(nullable(schema), bad)).toEqual(keywords);
  expect(failuresOf(schema, null)).not.toEqual([]);
});

test('does not change the schema that it was given', () => {
  const schema = Type.String({ maxLength: 2 });
  nullable(schema);
  expect(schema).toMatchObject({ type: 'string' });
});

test('refuses a schema that it cannot extend', () => {
  expect(() => nullable(Type.Union([Type.Boolean(), Type.Null()]))).toThrow('one type or an enum is needed');
});

test('says null in the type', () => {
  const schema = nullable(Type.String());
  const values: Static<typeof schema>[] = ['a', null];
  // @ts-expect-error a number is neither
  values.push(1);
  expect(values).toHaveLength(3);
});
