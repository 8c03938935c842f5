import {
  type _Record,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';

/** Where a batch lies in a stream: what Lambda tells of one that it has given up on. */
export interface StreamBatch {
  readonly streamArn: string;
  readonly shardId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
}

/** A stream may answer with nothing many times before it comes to what is there. */
const READS = 1_000;

/** The batch that a message of Lambda names; undefined for any other message. */
export function streamBatchOf(body: string): StreamBatch | undefined {
  const { DDBStreamBatchInfo: batch } = JSON.parse(body) as { DDBStreamBatchInfo?: Partial<StreamBatch> }; // checked next
  if (batch === undefined) return undefined;
  const { streamArn, shardId, startSequenceNumber, endSequenceNumber } = batch;
  if (!streamArn || !shardId || !startSequenceNumber || !endSequenceNumber) {
    throw new Error('the message names no place in a stream');
  }
  return { streamArn, shardId, startSequenceNumber, endSequenceNumber };
}

/** Its records, in the shape in which Lambda hands them over. Throws when the stream has them no longer. */
export async function readStreamBatch(
  streams: Pick<DynamoDBStreamsClient, 'send'>,
  { streamArn, shardId, startSequenceNumber, endSequenceNumber }: StreamBatch,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: startSequenceNumber,
    }),
  );
  for (let read = 0; ShardIterator !== undefined && read < READS; read++) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    for (const record of Records) {
      const number = BigInt(record.dynamodb?.SequenceNumber ?? 0);
      if (number <= BigInt(endSequenceNumber)) found.push(asLambdaHasIt(record));
      if (number >= BigInt(endSequenceNumber)) return found;
    }
    ShardIterator = NextShardIterator;
  }
  throw new Error('the stream does not hold the whole batch any more');
}

function asLambdaHasIt({ dynamodb, ...record }: _Record): unknown {
  const at = dynamodb?.ApproximateCreationDateTime;
  return { ...record, dynamodb: { ...dynamodb, ApproximateCreationDateTime: at && at.getTime() / 1000 } };
}
