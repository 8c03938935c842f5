import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** One member of a write: `None` for those whose own condition held. */
export interface FailureReason {
  /** `ConditionalCheckFailed`, `None`, `TransactionConflict`, ... */
  readonly code: string;
  /** The item as it is, when the request said `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`. */
  readonly item?: Readonly<Record<string, AttributeValue>>;
}

const brand = Symbol.for('@gymcoach/ConditionFailed');

/**
 * A write whose condition did not hold; nothing was written. `reasons` has one entry for a single write, and for a
 * transaction one per member, in the order of the request.
 *
 * `ambiguous`: an earlier attempt of this same call ended without an answer, so it may be that attempt's own write that
 * now fails the condition. Never so for a transaction, whose attempts share one token.
 */
export class ConditionFailed extends Error {
  readonly reasons: readonly FailureReason[];
  readonly ambiguous: boolean;

  constructor(
    reasons: readonly FailureReason[],
    options: { readonly ambiguous?: boolean; readonly cause?: unknown } = {},
  ) {
    super(
      'The condition of the write did not hold',
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'ConditionFailed';
    this.reasons = reasons;
    this.ambiguous = options.ambiguous ?? false;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for a `ConditionFailed` of any copy of this module: the layer and a bundle each have their own class. */
export const isConditionFailed = (error: unknown): error is ConditionFailed =>
  typeof error === 'object' && error !== null && brand in error;
