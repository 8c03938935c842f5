import type { DynamoDBRecord } from 'aws-lambda';
import type { InvocationResult } from '../gateway/function-pool.ts';
import type { StreamMapping } from './stream-mapping.ts';

export type GiveUpReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface GivenUp {
  readonly records: readonly DynamoDBRecord[];
  readonly reason: GiveUpReason;
  readonly attempts: number;
}

export interface Delivery {
  readonly settings: Pick<StreamMapping, 'reportsItemFailures' | 'bisects' | 'maxRetries' | 'maxAgeSeconds'>;
  readonly invoke: (records: readonly DynamoDBRecord[]) => Promise<InvocationResult>;
  /** Told of records that are not tried again. When it throws, so does the delivery. */
  readonly giveUp: (given: GivenUp) => Promise<void>;
  /** Waits before a retry; throws to end the delivery. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
}

/** Records that are tried together, and how often that has failed. */
interface Attempt {
  readonly records: readonly DynamoDBRecord[];
  readonly failures: number;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Gives a function a batch of one shard until every record is through or given up, in order, as Lambda does: from the
 * lowest failure on when it names one; in two halves, which does not count as a retry, when it throws and the mapping
 * bisects; whole otherwise. The age of records is counted from now: a laptop that slept is no reason to lose them.
 */
export async function deliverBatch(delivery: Delivery, batch: readonly DynamoDBRecord[]): Promise<void> {
  const { settings, invoke, giveUp, pause, now } = delivery;
  const begun = now();
  const waiting: Attempt[] = [{ records: batch, failures: 0 }];
  for (let attempt = waiting.shift(); attempt !== undefined; attempt = waiting.shift()) {
    const { records } = attempt;
    const result = await invoke(records);
    const through = result.outcome === 'ok' ? countThrough(result.result, records, settings) : 0;
    if (through === records.length) continue;
    const failures = through > 0 ? 1 : attempt.failures + 1;
    const rest = records.slice(through);
    if (result.outcome !== 'ok' && settings.bisects && records.length > 1) {
      const half = Math.ceil(records.length / 2);
      const { failures: before } = attempt;
      waiting.unshift(
        { records: records.slice(0, half), failures: before },
        { records: records.slice(half), failures: before },
      );
    } else {
      const tooOld = settings.maxAgeSeconds !== undefined && now() - begun > settings.maxAgeSeconds * 1000;
      if (tooOld || failures > (settings.maxRetries ?? Number.POSITIVE_INFINITY)) {
        const reason = tooOld ? 'RecordAgeExceeded' : 'RetryAttemptsExhausted';
        await giveUp({ records: rest, reason, attempts: failures });
        continue;
      }
      waiting.unshift({ records: rest, failures });
    }
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS));
  }
}

/** How many records from the first on are through. What Lambda cannot make sense of means: none. */
function countThrough(
  result: string | undefined,
  records: readonly DynamoDBRecord[],
  { reportsItemFailures }: Delivery['settings'],
): number {
  const answer: unknown = reportsItemFailures && result !== undefined ? JSON.parse(result) : undefined;
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return records.length;
  const { batchItemFailures } = answer;
  if (!Array.isArray(batchItemFailures) || batchItemFailures.length === 0) return records.length;
  const positions = batchItemFailures.map((failure: unknown) => {
    const { itemIdentifier } = (failure ?? {}) as { itemIdentifier?: unknown }; // looked up, whatever it is
    return records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === itemIdentifier);
  });
  return Math.max(0, Math.min(...positions));
}
