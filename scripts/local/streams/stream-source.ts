import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBRecord } from 'aws-lambda';
import { callAws, callDynamoDb } from '../call-aws.ts';
import { localNames } from '../local-names.ts';

export interface Shard {
  readonly id: string;
  readonly parentId: string | undefined;
}

export interface ShardPage {
  /** As Lambda delivers them. */
  readonly records: readonly DynamoDBRecord[];
  /** The sequence number up to which this page goes, also when nothing of it is delivered; undefined for an empty one. */
  readonly last: string | undefined;
  /** Undefined at the end of a shard that is closed. */
  readonly next: string | undefined;
}

/** The stream of one table. */
export interface StreamSource {
  readonly arn: string;
  shards(): Promise<readonly Shard[]>;
  /** An iterator that begins after this sequence number, or with the oldest record there is. */
  iterator(shardId: string, after: string | undefined): Promise<string>;
  read(shardId: string, iterator: string, limit: number): Promise<ShardPage>;
}

/** What GetRecords answers, as JSON: Lambda's shape but for the names in `userIdentity`. */
interface WireRecord extends Omit<DynamoDBRecord, 'userIdentity'> {
  readonly userIdentity?: { readonly PrincipalId?: string; readonly Type?: string };
}

const MAX_PER_READ = 1_000;

/** Opens the stream of a table in the local engine. The wire is the SDK's, but its images are Lambda's already. */
export async function openStream(url: string, table: string): Promise<StreamSource> {
  const call = (operation: string, input: object): ReturnType<typeof callAws> =>
    callAws(url, { target: `DynamoDBStreams_20120810.${operation}`, version: '1.0', input });
  const { Table } = await callDynamoDb(url, 'DescribeTable', { TableName: table });
  // Engines write their own name where its region belongs. It stays, for an engine finds the stream by it.
  const arn = (Table as { LatestStreamArn?: string }).LatestStreamArn; // of every table that has had a stream
  if (arn === undefined) throw new Error(`the table ${table} has no stream`);

  return {
    arn,
    async shards() {
      const found: Shard[] = [];
      let start: string | undefined;
      do {
        const { StreamDescription } = await call('DescribeStream', {
          StreamArn: arn,
          ExclusiveStartShardId: start,
        });
        // The API's own shape.
        const { Shards = [], LastEvaluatedShardId } = StreamDescription as {
          Shards?: readonly { ShardId: string; ParentShardId?: string }[];
          LastEvaluatedShardId?: string;
        };
        found.push(...Shards.map(({ ShardId, ParentShardId }) => ({ id: ShardId, parentId: ParentShardId })));
        start = LastEvaluatedShardId;
      } while (start !== undefined);
      return found;
    },
    async iterator(ShardId, after) {
      const position =
        after === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
      const { ShardIterator } = await call('GetShardIterator', { StreamArn: arn, ShardId, ...position });
      return String(ShardIterator);
    },
    async read(shardId, ShardIterator, limit) {
      const answer = await call('GetRecords', { ShardIterator, Limit: Math.min(limit, MAX_PER_READ) });
      const { Records, NextShardIterator } = answer as { Records: WireRecord[]; NextShardIterator?: string | null };
      return {
        records: Records.filter(isChange).map((record) => deliverable(record, arn, shardId)),
        last: Records.at(-1)?.dynamodb?.SequenceNumber,
        next: NextShardIterator ?? undefined,
      };
    },
  };
}

/** DynamoDB writes no record for a put that changes nothing; the native engine does. */
const isChange = ({ dynamodb: { NewImage, OldImage } = {} }: WireRecord): boolean =>
  NewImage === undefined || OldImage === undefined || !isDeepStrictEqual(NewImage, OldImage);

function deliverable(record: WireRecord, arn: string, shardId: string): DynamoDBRecord {
  const { userIdentity, ...rest } = record;
  const identity = `${arn} ${shardId} ${record.dynamodb?.SequenceNumber}`;
  return {
    ...rest,
    // The same at each delivery, as there; an engine that counts from 1 would repeat them after a reset.
    eventID: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    awsRegion: localNames.region,
    eventSourceARN: arn,
    ...(userIdentity === undefined
      ? {}
      : { userIdentity: { principalId: userIdentity.PrincipalId, type: userIdentity.Type } }),
  };
}
