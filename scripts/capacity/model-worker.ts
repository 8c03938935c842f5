import type { Values } from './input.ts';
import type { INPUTS } from './inputs.ts';
import type { BatchCost } from './route-costs.ts';

export interface WorkerDay {
  readonly shards: number;
  readonly changes: number;
  readonly invocations: number;
  readonly meanConcurrency: number;
  /** Units of one change. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

const DAY_SECONDS = 86_400;

/**
 * A day of the function that numbers changes. Each shard of the stream is polled a few times a second and its batches are
 * taken one after the other, so there are never more of it than shards. A table has a shard per partition.
 */
export function modelWorker(
  {
    changes,
    peakWrites,
    gigabytes,
    batch,
  }: { readonly changes: number; readonly peakWrites: number; readonly gigabytes: number; readonly batch: BatchCost },
  { dynamodb, time }: Values<typeof INPUTS>,
): WorkerDay {
  const shards = Math.max(
    dynamodb.newTableWrite / dynamodb.partitionWrite,
    Math.ceil(peakWrites / dynamodb.partitionWrite),
    Math.ceil(gigabytes / dynamodb.partitionGigabytes),
  );
  const polls = shards * dynamodb.streamPolls;
  const invocations = DAY_SECONDS * polls * (1 - Math.exp(-changes / DAY_SECONDS / polls));
  return {
    shards,
    changes,
    invocations,
    meanConcurrency: (invocations * time.worker) / 1_000 / DAY_SECONDS,
    readUnits: batch.warm.readUnits / batch.records,
    writeUnits: batch.warm.writeUnits / batch.records,
  };
}
