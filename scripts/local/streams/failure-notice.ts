import { randomUUID } from 'node:crypto';
import { localNames } from '../local-names.ts';
import type { GivenUp } from './deliver-batch.ts';

/** What Lambda sends to an on-failure destination of a stream: where the records are, not what they hold. */
export function failureNotice(
  { records, reason, attempts }: GivenUp,
  source: { readonly functionName: string; readonly streamArn: string; readonly shardId: string; readonly now: Date },
): object {
  const [first, last] = [records.at(0)?.dynamodb, records.at(-1)?.dynamodb];
  const arrival = (seconds = 0): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: `arn:aws:lambda:${localNames.region}:${localNames.accountId}:function:${source.functionName}`,
      condition: reason,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: source.now.toISOString(),
    DDBStreamBatchInfo: {
      shardId: source.shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: arrival(last?.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn: source.streamArn,
    },
  };
}
