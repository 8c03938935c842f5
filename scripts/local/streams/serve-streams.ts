import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Endpoints } from '../endpoints.ts';
import type { FunctionPool } from '../gateway/function-pool.ts';
import { callSqs, queueUrl } from '../queues.ts';
import { deliverBatch, type GivenUp } from './deliver-batch.ts';
import { failureNotice } from './failure-notice.ts';
import { followShard } from './follow-shard.ts';
import { followStream } from './follow-stream.ts';
import { openPositions } from './positions.ts';
import { splitPayload } from './split-payload.ts';
import type { StreamMapping } from './stream-mapping.ts';
import { openStream, type StreamSource } from './stream-source.ts';

/** A function and a stream that it reads. */
export interface StreamTarget {
  /** The same for the same function and table, whatever else a reload changes. */
  readonly key: string;
  readonly functionName: string;
  readonly mapping: StreamMapping;
  readonly pool: Pick<FunctionPool, 'invoke'>;
}

export interface ServedStreams {
  /** Feeds these from now on: new ones from where they were left, the others with their new code and settings. */
  follow(targets: readonly StreamTarget[]): void;
  /** Resolves when the running invocations have ended. */
  close(): Promise<void>;
}

export interface StreamOptions {
  readonly endpoints: Pick<Endpoints, 'dynamodb' | 'sqs'>;
  /** Where the positions are kept. */
  readonly folder: string;
  readonly report: (message: string) => void;
}

interface Reader {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

interface Waiting {
  /** Rejects when the reader is stopped. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Resolves when the reader is stopped. */
  readonly rest: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The event source mappings of the local stage. */
export function serveStreams({ endpoints, folder, report }: StreamOptions): ServedStreams {
  const positions = openPositions(folder);
  const readers = new Map<string, Reader>();
  let targets: ReadonlyMap<string, StreamTarget> = new Map();

  /** Looked up at each use: a reload puts another in its place. */
  const target = (key: string): StreamTarget => {
    const found = targets.get(key);
    if (found === undefined) throw new Error(`${key} is gone`); // its reader is being stopped
    return found;
  };

  const giveUp = async (key: string, given: GivenUp, streamArn: string, shardId: string): Promise<void> => {
    const { functionName, mapping } = target(key);
    const records = `${given.records.length} ${given.records.length === 1 ? 'record' : 'records'}`;
    report(`${functionName} gets ${records} of ${mapping.table} no more (${given.reason})`);
    if (mapping.failureQueue === undefined) return;
    const notice = failureNotice(given, { functionName, streamArn, shardId, now: new Date() });
    const QueueUrl = queueUrl(endpoints.sqs, mapping.failureQueue);
    await callSqs(endpoints.sqs, 'SendMessage', { QueueUrl, MessageBody: JSON.stringify(notice) });
  };

  const readShard = (
    key: string,
    source: StreamSource,
    shardId: string,
    { pause, rest, signal }: Waiting,
  ): Promise<void> => {
    const at = [key, source.arn, shardId] as const;
    return followShard({
      source,
      shardId,
      batchSize: () => target(key).mapping.batchSize,
      deliver: async (records) => {
        for (const batch of splitPayload(records.filter((record) => target(key).mapping.wants(record)))) {
          await deliverBatch(
            {
              settings: target(key).mapping,
              invoke: (Records) => target(key).pool.invoke({ Records }, randomUUID()),
              giveUp: (given) => giveUp(key, given, source.arn, shardId),
              pause,
              now: Date.now,
            },
            batch,
          );
        }
      },
      position: {
        get: () => positions.get(...at),
        set: (sequenceNumber) => positions.set(...at, sequenceNumber),
        forget: () => positions.forget(...at),
      },
      rest,
      report,
      signal,
    });
  };

  const start = (key: string): Reader => {
    const abort = new AbortController();
    const { signal } = abort;
    const pause = (milliseconds: number): Promise<void> => wait(milliseconds, undefined, { signal });
    const rest = (milliseconds: number): Promise<void> => pause(milliseconds).catch(() => undefined);
    const done = followStream({
      open: () => openStream(endpoints.dynamodb, target(key).mapping.table),
      readShard: (source, id) => readShard(key, source, id, { pause, rest, signal }),
      rest,
      report,
      signal,
    });
    return { abort, done };
  };

  return {
    follow(given) {
      targets = new Map(given.map((one) => [one.key, one]));
      for (const [key, { abort }] of readers) {
        if (targets.has(key)) continue;
        abort.abort();
        readers.delete(key);
      }
      for (const key of targets.keys()) if (!readers.has(key)) readers.set(key, start(key));
    },
    async close() {
      for (const { abort } of readers.values()) abort.abort();
      await Promise.all([...readers.values()].map(({ done }) => done));
    },
  };
}
