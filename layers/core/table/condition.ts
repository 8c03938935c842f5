import { type Attributes, marshalValue, type Value } from './marshal.ts';

/** One test of a stored field. An absent field passes `absent` only. */
export type FieldTest =
  | readonly [field: string, test: '=' | '>' | '<', value: Value]
  | readonly [field: string, test: 'absent' | 'present'];

/**
 * What must hold for a write to happen; every write states one.
 * - `always`: nothing is lost by overwriting (an idempotent upsert)
 * - `absent`: no row has this key
 * - `absentOrExpired`: none, or one whose `expiresAt` (epoch seconds) has passed: TTL deletes late
 * - `versionless`: no row, or one that was written before rows had versions
 * - owner and version: the row is this owner's, at this version
 * - `fields`: the row is there and passes every test
 */
export type Condition =
  | 'always'
  | 'absent'
  | 'versionless'
  | { readonly absentOrExpired: number }
  | { readonly ownerId: string; readonly version: number }
  | { readonly fields: readonly FieldTest[] };

export interface ConditionFields {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Attributes;
}

/** The condition in DynamoDB's expression language. */
export function conditionFields(condition: Condition): ConditionFields {
  if (condition === 'always') return {};
  if (condition === 'absent') return { ConditionExpression: 'attribute_not_exists(PK)' };
  if (condition === 'versionless') {
    return { ConditionExpression: 'attribute_not_exists(#v)', ExpressionAttributeNames: { '#v': 'version' } };
  }
  if ('absentOrExpired' in condition) {
    return {
      ConditionExpression: 'attribute_not_exists(PK) OR expiresAt <= :now',
      ExpressionAttributeValues: { ':now': marshalValue(condition.absentOrExpired) },
    };
  }
  if ('fields' in condition) return testFields(condition.fields);
  return {
    ConditionExpression: 'ownerId = :owner AND #version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: {
      ':owner': marshalValue(condition.ownerId),
      ':version': marshalValue(condition.version),
    },
  };
}

function testFields(tests: readonly FieldTest[]): ConditionFields {
  const names: Record<string, string> = {};
  const values: Attributes = {};
  const expressions = tests.map(([field, test, value], index) => {
    names[`#f${index}`] = field;
    if (value === undefined) return `attribute_${test === 'absent' ? 'not_' : ''}exists(#f${index})`;
    values[`:f${index}`] = marshalValue(value);
    return `#f${index} ${test} :f${index}`;
  });
  return {
    ConditionExpression: ['attribute_exists(PK)', ...expressions].join(' AND '),
    ...(tests.length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}
