import type { Queue } from '@gymcoach/core/clients/sqs';
import type { FailedChanges } from '../domain/ports.ts';

/** The queue of records that cannot be processed. Client and packing are loaded by the first one. */
export const failedChanges = (queueUrl: string): FailedChanges => failedChangesTo(() => openQueue(queueUrl));

/** The same over a queue that is there. */
export const failedChangesTo = (open: () => Promise<Queue>): FailedChanges => ({
  async put(record, cause) {
    const [queue, { writeFailed }] = await Promise.all([open(), import('./failed-message.ts')]);
    await queue.send(bodyOf(writeFailed, record, cause instanceof Error ? cause.message : 'unknown'));
  },
});

async function openQueue(queueUrl: string): Promise<Queue> {
  const sqs = await import('@gymcoach/core/clients/sqs');
  return sqs.openQueue(queueUrl);
}

/** Nested beyond what can be written, a record is told by its place in the stream: nothing else of it can be sent. */
function bodyOf(write: (record: unknown, reason: string) => string, record: unknown, reason: string): string {
  try {
    return write(record, reason);
  } catch {
    const { eventID, dynamodb } = (record ?? {}) as { eventID?: unknown; dynamodb?: { SequenceNumber?: unknown } }; // texts, or nothing
    return JSON.stringify({ v: 1, reason, eventID: text(eventID), sequenceNumber: text(dynamodb?.SequenceNumber) });
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
