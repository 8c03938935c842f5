import { join, type Key, own, type Range } from './keys.ts';

/** Ten thousand changes of a user lie in one partition: a bounded one, which ends as a whole when they expire. */
export const feedBucket = (number: number): number => Math.floor(number / 10_000);

/** The keys of the change feed. */
export const feedKeys = {
  /** How many changes of a user are numbered: the last number. */
  head: (userId: string): Key => own(userId, 'SEQ'),
  /** One change, by its number. */
  change: (userId: string, number: number): Key => ({
    PK: join('U', userId, 'L', String(feedBucket(number))),
    SK: `EVT#${String(number).padStart(12, '0')}`,
  }),
  changes: (userId: string, bucket: number): Range => ({ PK: join('U', userId, 'L', String(bucket)), prefix: 'EVT#' }),
  /** Manifest row of a partition, as `keys.family` makes them. */
  manifest: (userId: string, bucket: number): Key => ({
    PK: join('U', userId),
    SK: `PART#${join('L', String(bucket))}`,
  }),
  /** `ephemeral` table: that a consumer has taken in an event. */
  handled: (consumer: string, eventId: string): Key => ({ PK: join('DD', consumer, eventId), SK: '-' }),
} as const;
