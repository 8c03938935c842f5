import { type Attributes, marshalValue } from './marshal.ts';

/**
 * What must hold for a write to happen; every write states one.
 * - `always`: nothing is lost by overwriting (an idempotent upsert)
 * - `absent`: no row has this key
 * - `absentOrExpired`: none, or one whose `expiresAt` (epoch seconds) has passed: TTL deletes late
 * - owner and version: the row is this owner's, at this version
 */
export type Condition =
  | 'always'
  | 'absent'
  | { readonly absentOrExpired: number }
  | { readonly ownerId: string; readonly version: number };

export interface ConditionFields {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Attributes;
}

/** The condition in DynamoDB's expression language. */
export function conditionFields(condition: Condition): ConditionFields {
  if (condition === 'always') return {};
  if (condition === 'absent') return { ConditionExpression: 'attribute_not_exists(PK)' };
  if ('absentOrExpired' in condition) {
    return {
      ConditionExpression: 'attribute_not_exists(PK) OR expiresAt <= :now',
      ExpressionAttributeValues: { ':now': marshalValue(condition.absentOrExpired) },
    };
  }
  return {
    ConditionExpression: 'ownerId = :owner AND #version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: {
      ':owner': marshalValue(condition.ownerId),
      ':version': marshalValue(condition.version),
    },
  };
}
