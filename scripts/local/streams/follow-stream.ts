import type { Shard, StreamSource } from './stream-source.ts';

export interface StreamFollower {
  readonly open: () => Promise<StreamSource>;
  /** Resolves at the end of the shard, or when the signal says so; never rejects. */
  readonly readShard: (source: StreamSource, shardId: string) => Promise<void>;
  /** Resolves after this time, or when the signal says so. */
  readonly rest: (milliseconds: number) => Promise<void>;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Children come when a shard is closed; engines make the first shard only with the first record. */
const LOOK_AGAIN_MS = 5_000;
const LOOK_FOR_FIRST_MS = 200;
const AFTER_ERROR_MS = 1_000;

/** Reads the shards of a stream side by side, each after its parent, and those to come. */
export async function followStream({ open, readShard, rest, report, signal }: StreamFollower): Promise<void> {
  const reading = new Map<string, Promise<void>>();
  let source: StreamSource | undefined;
  let errors = 0;
  while (!signal.aborted) {
    try {
      source ??= await open();
      const opened = source;
      for (const { id, parentId } of oldestFirst(await opened.shards())) {
        if (reading.has(id)) continue;
        const parent = reading.get(parentId ?? '') ?? Promise.resolve();
        reading.set(
          id,
          parent.then(() => readShard(opened, id)),
        );
      }
      errors = 0;
      await rest(reading.size === 0 ? LOOK_FOR_FIRST_MS : LOOK_AGAIN_MS);
    } catch (error) {
      errors++;
      if (errors === 2) report(`a stream cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      await rest(AFTER_ERROR_MS);
    }
  }
  await Promise.all(reading.values());
}

/** A shard's id begins with the time it was made, so parents come first. */
const oldestFirst = (shards: readonly Shard[]): readonly Shard[] =>
  [...shards].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
