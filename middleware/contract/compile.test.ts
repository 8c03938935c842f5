import { type TSchema, Type } from 'typebox';
import { compile } from './compile.ts';
import type { Part } from './json-schema.ts';
import { knownFormats } from './lint.ts';
import { compileOne } from './validator.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String({ maxLength: 5 });
const refusal = (part: Part, ...schemas: readonly unknown[]): string => {
  try {
    compile(part, Object.fromEntries(schemas.map((schema, index) => [`s${index}`, schema])), 'cjs');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

describe('lint refuses what is not bounded', () => {
  test.each<[string, TSchema, string]>([
    ['a string', Type.String(), 'body s0: a string needs maxLength'],
    ['a string by format alone', Type.String({ format: 'line' }), 'a string needs maxLength'],
    ['a string by pattern alone', Type.String({ pattern: '^a+$' }), 'a string needs maxLength'],
    ['a list', Type.Array(Type.Boolean()), 'an array needs maxItems'],
    ['an open object', Type.Object({ a: Type.Boolean() }), 'an object needs additionalProperties'],
    ['a number without maximum', Type.Number({ minimum: 0 }), 'a number needs minimum and maximum'],
    ['an integer without minimum', Type.Integer({ maximum: 0 }), 'a number needs minimum and maximum'],
    ['one of several types', Type.Unsafe({ type: ['string', 'null'] }), 'a string needs maxLength'],
    [
      'an item deep inside',
      Type.Array(Type.Object({ a: Type.String() }, closed), { maxItems: 1 }),
      'body s0/items/properties/a: a string',
    ],
    ['unevaluatedProperties', Type.Unsafe({ type: 'object', unevaluatedProperties: false }), 'is not supported'],
  ])('%s', (_, schema, words) => {
    expect(refusal('body', schema)).toContain(words);
    expect(refusal('params', schema)).toContain(words.replace('body', 'params'));
    expect(refusal('value', schema)).not.toBe('');
  });

  test('but not of an answer, which we write ourselves', () => {
    expect(refusal('returns', Type.Object({ a: Type.String(), n: Type.Number() }))).toBe('');
  });

  test('and takes what is bounded by its format, enum or constant', () => {
    for (const format of ['date', 'date-time', 'uuid']) expect(refusal('body', Type.String({ format }))).toBe('');
    expect(refusal('body', Type.Enum(['a']))).toBe('');
    expect(refusal('body', Type.Literal('a'))).toBe('');
  });

  test('and does not take examples and defaults for schemas', () => {
    const inner = Type.Object({ a: text }, { ...closed, examples: [{ type: 'string' }], default: { type: 'string' } });
    expect(refusal('body', Type.Object({ inner }, closed))).toBe('');
  });

  test('and tells every fault at once', () => {
    const message = refusal('body', Type.Object({ a: Type.String(), b: Type.Array(text) }, closed));
    expect(message.split('\n')).toEqual([
      'body s0/properties/a: a string needs maxLength',
      'body s0/properties/b: an array needs maxItems',
    ]);
  });
});

describe('a schema with $id', () => {
  const Named = (maxLength: number) => Type.String({ maxLength, $id: 'Named' });

  test('is checked wherever it is used', () => {
    const shared = Named(5);
    const check = compileOne('body', Type.Object({ x: shared, y: Type.Array(shared, { maxItems: 2 }) }, closed));
    expect([check({ x: 'abc', y: ['abc'] }), check({ x: 'abcdef', y: [] }), check({ x: 'a', y: ['abcdef'] })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('may be written twice if both are the same', () => {
    expect(refusal('body', Named(5), Named(5))).toBe('');
  });

  test('is refused where another one has the same', () => {
    expect(refusal('body', Named(5), Named(6))).toContain('two different schemas share the $id "Named"');
  });

  test('is checked by lint as any other', () => {
    expect(refusal('body', Type.Object({ a: Type.String({ $id: 'Free' }) }, closed))).toContain('Free: a string needs');
  });
});

test.each([
  ['a function', { type: 'object', x: () => 1 }, 'a function has no JSON form'],
  ['a bigint', { const: 1n }, 'a bigint has no JSON form'],
  ['no object', 'string', 'a schema must be an object'],
  ['a refinement', Type.Refine(text, () => false), 'refine is not JSON Schema and would not run'],
  [
    'a codec',
    Type.Codec(text)
      .Decode((value) => value)
      .Encode((value) => value),
    'would not run',
  ],
  ['a tuple in the old way', Type.Tuple([text]), 'items'],
])('refuses %s', (_, schema, words) => {
  expect(refusal('body', schema)).toContain(words);
});

test('every known format can be compiled', () => {
  for (const format of knownFormats) expect(refusal('body', Type.String({ format, maxLength: 100 }))).toBe('');
});

describe('the compiled check', () => {
  const failing = (part: Part, schema: TSchema, value: unknown): number => {
    const check = compileOne(part, schema);
    return check(value) ? 0 : (check.errors?.length ?? Number.NaN);
  };

  test('reports every refused place of a request', () => {
    expect(failing('body', Type.Object({ a: text, b: text }, closed), { a: 1, b: 2, c: 3 })).toBe(3);
  });

  test('says of a stored row only that it is damaged', () => {
    expect(failing('value', Type.Object({ a: text, b: text }, closed), { a: 1, b: 2 })).toBeNaN();
  });

  test('coerces path and query, never a body or a row', () => {
    const schema = Type.Object({ n: Type.Integer({ minimum: 0, maximum: 9 }) }, closed);
    expect((['params', 'query', 'body', 'value'] as const).map((part) => compileOne(part, schema)({ n: '5' }))).toEqual(
      [true, true, false, false],
    );
  });

  test.each(['Infinity', '-Infinity', '1e999', 'NaN', '', ' ', 'null'])('a query number is not %j', (n) => {
    const schema = Type.Object({ n: Type.Number({ minimum: 1, maximum: 100 }) }, closed);
    expect(compileOne('query', schema)({ n })).toBe(false);
  });

  test('forgets the failures of the call before', () => {
    const check = compileOne('body', text);
    expect([check(1), check('a'), check.errors]).toEqual([false, true, null]);
  });

  test('needs no prototype of the value', () => {
    const schema = Type.Object({ a: text }, closed);
    expect(compileOne('value', schema)(Object.assign(Object.create(null), { a: 'x' }))).toBe(true);
  });

  test('takes no inherited field for a given one', () => {
    const schema = Type.Object({ toString: text }, closed);
    expect(compileOne('body', schema)({})).toBe(false);
  });
});

describe('a list without repetition', () => {
  const goals = Type.Object({ goals: Type.Array(Type.Enum(['a', 'b']), { maxItems: 5, uniqueItems: true }) }, closed);
  const check = compileOne('body', goals);
  const keywords = (value: unknown): readonly string[] =>
    check(value) ? [] : (check.errors ?? []).map(({ keyword }) => keyword);

  test('is checked', () => {
    expect(keywords({ goals: ['a', 'b'] })).toEqual([]);
    expect(keywords({ goals: ['a', 'a'] })).toEqual(['uniqueItems']);
  });

  test('is not compared when it is too long anyway, whatever it holds', () => {
    const long = Array.from({ length: 30_000 }, (_, index) => [index]);
    const begun = process.cpuUsage();
    expect(keywords({ goals: long })).toContain('maxItems');
    expect(process.cpuUsage(begun).user).toBeLessThan(2_000_000); // microseconds; every pair would take half a minute
  });

  test('is compared without going into what it holds', () => {
    const deep = (): unknown => JSON.parse(`${'['.repeat(2_100)}${']'.repeat(2_100)}`);
    expect(keywords({ goals: [deep(), deep()] })).toEqual(['enum', 'enum']);
  });

  test('of anything but scalars is refused by the build', () => {
    const lists = Type.Array(Type.Array(Type.Boolean(), { maxItems: 1 }), { maxItems: 2, uniqueItems: true });
    expect(refusal('body', lists)).toContain('uniqueItems is for lists of strings, numbers or booleans');
  });
});
