import { isAppError } from '../../layers/core/errors.ts';
import type { Outcome, Taken } from './redrive-queue.ts';

/**
 * Takes in the records of a batch that Lambda has given up on, in order. One that fails holds up no other: it is put aside as
 * a message of its own, for the stream forgets it after a day. Nothing is put aside before all were tried, and nothing at
 * all while a dependency is down: that throws, and the batch stays as it is.
 */
export async function numberBatch(
  records: readonly unknown[],
  {
    number,
    putAside,
  }: {
    readonly number: (record: unknown) => Promise<Outcome>;
    readonly putAside: (record: unknown, cause: unknown) => Promise<void>;
  },
): Promise<Taken> {
  const outcomes: Outcome[] = [];
  const poison: { readonly record: unknown; readonly cause: unknown }[] = [];
  for (const record of records) {
    try {
      outcomes.push(await number(record));
    } catch (cause) {
      if (isAppError(cause) && cause.kind === 'unavailable') throw cause;
      poison.push({ record, cause });
    }
  }
  for (const { record, cause } of poison) await putAside(record, cause);
  return { outcomes, failed: poison.map(({ record, cause }) => ({ id: eventOf(record), cause })) };
}

function eventOf(record: unknown): string {
  const { eventID } = record as { readonly eventID?: unknown }; // what a stream holds is an object
  return `event ${String(eventID)}`;
}
