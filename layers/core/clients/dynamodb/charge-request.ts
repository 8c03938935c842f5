import { requestScope } from '../../request-scope.ts';
import type { DynamoOperation, DynamoOutput } from './operations.ts';

/** Of one table, or one of each table that a batch or transaction has touched. */
type Consumed = DynamoOutput<'GetItem' | 'TransactWriteItems'>['ConsumedCapacity'];

const READS = /Get|Query/;

/**
 * Adds the capacity units that DynamoDB's answer tells to what the request has spent. An answer only: a write whose
 * condition failed has consumed units, and a refusal may have, and neither tells how many.
 */
export function chargeRequest(operation: DynamoOperation, output: { readonly ConsumedCapacity?: Consumed }): void {
  const ConsumedCapacity = output.ConsumedCapacity ?? [];
  const spent = requestScope()?.spent;
  if (spent === undefined) return;
  for (const { CapacityUnits = 0, ReadCapacityUnits } of [ConsumedCapacity].flat()) {
    // Told of transactions only: one that is repeated with its token has been done, and is read.
    const read = ReadCapacityUnits ?? (READS.test(operation) ? CapacityUnits : 0);
    spent.readUnits += read;
    spent.writeUnits += CapacityUnits - read;
  }
}
