import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc, { type Arbitrary } from 'fast-check';

export type Attributes = Record<string, AttributeValue>;

/** One in `share` is something that DynamoDB refuses. */
export const sometimes = <T>(share: number, wrong: Arbitrary<T>, right: Arbitrary<T>): Arbitrary<T> =>
  fc.oneof({ weight: 1, arbitrary: wrong }, { weight: share - 1, arbitrary: right });

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const number = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.constantFrom('0.1', '-1.50', '1e3', '9'.repeat(38), '1E-130', '-0', '007'),
);
const bytes = fc.uint8Array({ maxLength: 6 });
const strings = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 3,
});
const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 });

const sound = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    text.map((S) => ({ S })),
    number.map((N) => ({ N })),
    bytes.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true }),
    strings.map((SS) => ({ SS })),
    numbers.map((list) => ({ NS: list.map(String) })),
    bytes.map((one) => ({ BS: [one, new Uint8Array([...one, 7])] })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(fc.constantFrom('a', 'B', 'S', 'L', 'π'), tie('value'), { maxKeys: 3 }).map((M) => ({ M })),
  ),
})).value;

const unsound: Arbitrary<AttributeValue> = fc.constantFrom<AttributeValue>(
  { N: 'seven' },
  { N: '1'.repeat(39) },
  { N: '' },
  { SS: [] },
  { NS: ['1', '1'] },
  { NS: ['1', '1.0'] },
  { SS: ['a', 'a'] },
  { BS: [new Uint8Array([1]), new Uint8Array([1])] },
);

export const value: Arbitrary<AttributeValue> = sometimes(60, unsound, sound);

/** Names of attributes: some are words of the expression language, some are named like types. */
export const NAMES = ['a', 'n', 'list', 'map', 'B', 'size', 'gewicht ⚖️'] as const;
export const name = fc.constantFrom(...NAMES);

const SORT_KEYS = ['PROFILE', 'SES#1', 'SES#2', 'SES#3', 'INJ#é'] as const;
export const sortKey = fc.constantFrom(...SORT_KEYS);

/** Of a partition of its own, so that runs side by side do not meet. */
export const keyOf = (partition: string): Arbitrary<Attributes> => {
  const PK = { S: partition };
  const wrong = fc.constantFrom<Attributes>(
    { PK },
    { PK, SK: { S: '' } },
    { PK, SK: { N: '1' } },
    { PK, SK: { S: 'SES#1' }, extra: { S: 'x' } },
    { SK: { S: 'SES#1' } },
    {},
  );
  const right = sortKey.map((SK) => ({ PK, SK: { S: SK } }));
  return sometimes(60, wrong, right);
};

/** Half of the items are in the index, which sorts by the same key, so that its order is certain. */
export const itemOf = (partition: string): Arbitrary<Attributes> =>
  fc
    .tuple(
      keyOf(partition),
      fc.dictionary(name, value, { maxKeys: 4 }),
      fc.boolean(),
      fc.option(number, { nil: undefined }),
    )
    .map(([key, attributes, indexed, n]) => ({
      ...attributes,
      ...(n === undefined ? {} : { n: { N: n } }),
      ...(indexed && key['SK'] !== undefined ? { G1P: { S: `${partition}#X` }, G1S: key['SK'] } : {}),
      ...key,
    }));
