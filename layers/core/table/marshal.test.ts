import fc from 'fast-check';
import { marshal, unmarshal, type Value } from './marshal.ts';

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'S', 'N', 'M', '')), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

/** As JSON, names sorted. */
const inOrder = (data: unknown): string =>
  JSON.stringify(data, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))
      : inner,
  );

test('what is stored is what is read', () => {
  fc.assert(
    fc.property(value, (data) => {
      const read = unmarshal(marshal({ data }))['data'];
      expect(inOrder(read)).toBe(inOrder(data));
    }),
    { numRuns: 1_000 },
  );
});

test('names of a prototype are names like any other', () => {
  const data = JSON.parse('{"__proto__":{"a":1},"constructor":"x","toString":null}');
  const read = unmarshal(marshal(data));
  expect(JSON.stringify(read)).toBe(JSON.stringify(data));
  expect(Object.getPrototypeOf(read)).toBeNull();
});

test('an absent field is left out, at any depth', () => {
  const inner: Record<string, Value> = JSON.parse('{"b":1}');
  expect(marshal({ a: undefined, inner: { ...inner, ...{ c: undefined } } as never })).toEqual({
    inner: { M: { b: { N: '1' } } },
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d is not stored', (bad) => {
  expect(() => marshal({ list: [{ bad }] })).toThrow('must be finite');
});

test.each([{ B: new Uint8Array() }, { SS: ['a'] }, { NS: ['1'] }, {}])(
  '%j, which we do not write, is refused',
  (attribute) => {
    // The last one is no attribute at all, as a damaged answer might have it.
    expect(() => unmarshal({ a: attribute as never })).toThrow('unsupported attribute type');
  },
);
