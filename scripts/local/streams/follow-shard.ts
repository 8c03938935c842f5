import type { DynamoDBRecord } from 'aws-lambda';
import type { StreamSource } from './stream-source.ts';

export interface ShardFollower {
  readonly source: Pick<StreamSource, 'iterator' | 'read'>;
  readonly shardId: string;
  /** Read before each batch, for a reload may change it. */
  readonly batchSize: () => number;
  /** Resolves when these are through or given up; a rejection means that they come again. */
  readonly deliver: (records: readonly DynamoDBRecord[]) => Promise<void>;
  /** Where the shard was left, and where that is kept. */
  readonly position: { get(): string | undefined; set(sequenceNumber: string): void; forget(): void };
  /** Resolves after this time, or when the signal says so. */
  readonly rest: (milliseconds: number) => Promise<void>;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Lambda looks four times a second. */
const IDLE_MS = 200;
const AFTER_ERROR_MS = 1_000;

/** Reads one shard in order until it ends or the signal says so. The position moves only after a delivery. */
export async function followShard({ source, shardId, position, ...follower }: ShardFollower): Promise<void> {
  const { batchSize, deliver, rest, report, signal } = follower;
  let iterator: string | undefined;
  let errors = 0;
  while (!signal.aborted) {
    try {
      iterator ??= await source.iterator(shardId, position.get());
      const { records, last, next } = await source.read(shardId, iterator, batchSize());
      if (records.length > 0) await deliver(records);
      if (last !== undefined) position.set(last);
      if (next === undefined) return;
      iterator = next;
      errors = 0;
      if (last === undefined) await rest(IDLE_MS);
    } catch (error) {
      if (signal.aborted) return;
      iterator = undefined; // one expires after minutes without use: of a laptop that slept, or a function that hangs
      if (error instanceof Error && error.name === 'TrimmedDataAccessException') position.forget();
      errors++;
      if (errors === 2) report(`a stream cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      await rest(AFTER_ERROR_MS);
    }
  }
}
