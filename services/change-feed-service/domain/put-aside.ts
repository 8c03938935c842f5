import type { FailedChanges } from './ports.ts';

/** A record of the batch, and what stands in its way. */
export interface Failure {
  readonly index: number;
  readonly cause: unknown;
}

const SIDE_BY_SIDE = 8;
/** Left of the time when no further record is begun: to wait for those that are, and to answer. */
const RESERVE_MS = 2_000;

/**
 * Puts poison aside, in order and some side by side. When the queue fails or the time is nearly up, `failedFrom` is the
 * first that is not there: all before it are. So a batch gets on however much of it is poison; what had been begun beyond
 * that one, seven at most, is put aside again when it comes again.
 */
export async function putAside(
  failed: FailedChanges,
  records: readonly unknown[],
  poison: readonly Failure[],
  remainingMs: () => number,
): Promise<{ readonly put: readonly Failure[]; readonly failedFrom?: Failure }> {
  const waiting = [...poison];
  const put: Failure[] = [];
  const missing: Failure[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && missing.length === 0; next = waiting.shift()) {
      const { index } = next;
      try {
        if (remainingMs() < RESERVE_MS) throw new Error('the time of the batch is up');
        await failed.put(records[index], next.cause);
        put.push(next);
      } catch (cause) {
        missing.push({ index, cause });
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  const [failedFrom] = missing.toSorted(byIndex);
  return { put: put.toSorted(byIndex), ...(failedFrom && { failedFrom }) };
}

const byIndex = (a: Failure, b: Failure): number => a.index - b.index;
