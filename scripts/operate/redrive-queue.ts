import { isAppError } from '../../layers/core/errors.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  /** Takes it off the queue for good. */
  remove(): Promise<void>;
}

/** What became of one record. */
export type Outcome = 'numbered' | 'repeated' | 'ignored';

/** What became of the records of one message, which is then done with. */
export interface Taken {
  readonly outcomes: readonly Outcome[];
  /** Records that were put on the queue again, each as a message of its own. */
  readonly failed: readonly { readonly id: string; readonly cause: unknown }[];
}

export interface Redriven {
  readonly numbered: number;
  readonly repeated: number;
  readonly ignored: number;
  /** What stays in the queue, and why. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * Takes up to `limit` messages through `number`, each off the queue only when that has succeeded; so it may end anywhere and be
 * repeated. Stops when a dependency is down. A message that failed is not received again in the same run, for the queue
 * hides it meanwhile.
 */
export async function redriveQueue({
  receive,
  number,
  limit,
}: {
  /** Some messages, at most so many; none when the queue is empty. */
  readonly receive: (most: number) => Promise<readonly Message[]>;
  /** Takes in all records that a message holds or names. */
  readonly number: (body: string) => Promise<Taken>;
  readonly limit: number;
}): Promise<Redriven> {
  const counts = { numbered: 0, repeated: 0, ignored: 0 };
  const failed: { id: string; reason: string }[] = [];
  for (let left = limit; left > 0; ) {
    const messages = await receive(Math.min(left, 10));
    if (messages.length === 0) break;
    for (const { id, body, remove } of messages) {
      try {
        const taken = await number(body);
        failed.push(...taken.failed.map((one) => ({ id: one.id, reason: reasonOf(one.cause) })));
        await remove();
        for (const outcome of taken.outcomes) counts[outcome] += 1;
      } catch (error) {
        failed.push({ id, reason: reasonOf(error) });
        if (isAppError(error) && error.kind === 'unavailable') return { ...counts, failed };
      }
    }
    left -= messages.length;
  }
  return { ...counts, failed };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
