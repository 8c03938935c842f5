import fc, { type Arbitrary } from 'fast-check';
import { type Attributes, name, sometimes, sortKey, value } from './generate-values.ts';

/** An expression with what it names. */
export interface Expression {
  readonly text: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Attributes;
}

const one = { ':one': { N: '1' } };
const named = (text: string, values?: Attributes): Arbitrary<Expression> =>
  name.map((chosen) => ({ text, names: { '#a': chosen }, ...(values === undefined ? {} : { values }) }));
const compared = (text: string): Arbitrary<Expression> =>
  fc.tuple(name, value).map(([chosen, v]) => ({ text, names: { '#a': chosen }, values: { ':v': v } }));

const REFUSED: readonly Expression[] = [
  { text: 'nonsense (' },
  { text: '' },
  { text: 'attribute_exists(#missing)' },
  { text: 'PK = :missing' },
  { text: 'size = :one', values: one },
  { text: 'attribute_exists(PK)', names: { '#unused': 'a' } },
  { text: 'attribute_exists(PK)', values: one },
];
const refused = fc.constantFrom(...REFUSED);

export const condition: Arbitrary<Expression> = sometimes(
  30,
  refused,
  fc.oneof(
    fc.constantFrom({ text: 'attribute_not_exists(PK)' }, { text: 'attribute_exists(PK)' }),
    named('attribute_exists(#a)'),
    named('attribute_not_exists(#a) OR #a = :one', one),
    named('attribute_type(#a, :type)', { ':type': { S: 'S' } }),
    named('size(#a) > :one', one),
    named('#a IN (:one, :two)', { ...one, ':two': { S: 'two' } }),
    named('#a BETWEEN :one AND :nine', { ...one, ':nine': { N: '9' } }),
    compared('#a = :v'),
    compared('NOT #a <> :v'),
    compared('contains(#a, :v) AND attribute_exists(PK)'),
  ),
);

export const update: Arbitrary<Expression> = sometimes(
  30,
  fc.constantFrom<Expression>(
    ...REFUSED,
    { text: 'SET PK = :one', values: one },
    { text: 'SET n = :one, n = :one', values: one },
    { text: 'SET a.b.c = :one', values: one },
    { text: 'SET n = n + :text', values: { ':text': { S: 'x' } } },
  ),
  fc.oneof(
    compared('SET #a = :v'),
    compared('SET #a = if_not_exists(#a, :v)'),
    compared('SET #a = :v REMOVE n'),
    named('REMOVE #a'),
    compared('ADD #a :v'), // refused by most types, as are the next two
    compared('DELETE #a :v'),
    compared('SET #a = list_append(if_not_exists(#a, :v), :v)'),
    fc.constantFrom<Expression>(
      { text: 'ADD n :one', values: one },
      { text: 'ADD tags :tags', values: { ':tags': { SS: ['x', 'é'] } } },
      { text: 'DELETE tags :tags', values: { ':tags': { SS: ['x'] } } },
      {
        text: 'SET #l = list_append(if_not_exists(#l, :empty), :more)',
        names: { '#l': 'history' },
        values: { ':empty': { L: [] }, ':more': { L: [{ N: '1' }] } },
      },
      {
        text: 'SET #n = if_not_exists(#n, :zero) + :one',
        names: { '#n': 'n' },
        values: { ...one, ':zero': { N: '0' } },
      },
      { text: 'SET G1P = :p, G1S = :s', values: { ':p': { S: 'elsewhere' }, ':s': { S: 'x' } } },
      { text: 'REMOVE G1P, G1S' },
    ),
  ),
);

export const projection: Arbitrary<Expression> = sometimes(
  20,
  fc.constantFrom<Expression>({ text: ',,' }, { text: 'n, n' }, { text: '#missing' }, { text: 'size' }),
  fc.oneof(named('PK, #a'), named('#a.B, list[0]'), fc.constant({ text: 'PK, SK' })),
);

export const filter: Arbitrary<Expression> = sometimes(10, refused, compared('#a = :v'));

/** What a query asks for: of the table, or of the index. */
export const keyCondition = (partition: string, index: boolean): Arbitrary<Expression> => {
  const [p, s] = index ? ['G1P', 'G1S'] : ['PK', 'SK'];
  const P = { ':p': { S: index ? `${partition}#X` : partition } };
  const with2 = (text: string): Arbitrary<Expression> =>
    fc
      .tuple(sortKey, sortKey)
      .map(([from, to]) => ({ text, values: { ...P, ':from': { S: from }, ':to': { S: to } } }));
  const with1 = (text: string): Arbitrary<Expression> =>
    sortKey.map((from) => ({ text, values: { ...P, ':from': { S: from } } }));
  return sometimes(
    30,
    fc.constantFrom<Expression>(
      { text: `${s} = :p`, values: P },
      { text: `${p} > :p`, values: P },
      { text: `${p} = :p OR ${s} = :p`, values: P },
      { text: `${p} = :p AND n = :p`, values: P },
      { text: `${p} = :p AND begins_with(${s}, :empty)`, values: { ...P, ':empty': { S: '' } } },
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({ text: `${p} = :p`, values: P }) },
      fc.constant({ text: `${p} = :p AND begins_with(${s}, :ses)`, values: { ...P, ':ses': { S: 'SES#' } } }),
      with1(`${p} = :p AND ${s} = :from`),
      with1(`${p} = :p AND ${s} > :from`),
      with1(`${p} = :p AND ${s} <= :from`),
      with2(`${p} = :p AND ${s} BETWEEN :from AND :to`),
    ),
  );
};
