import { sharedRead } from '../request-scope/shared-read.ts';
import { createBoundedMap } from './bounded-map.ts';

const MAX_AGE_MS = 60_000;

export interface CachedReadsOptions<T> {
  readonly read: (key: string) => Promise<T>;
  /** Keys kept, at least 1. */
  readonly limit: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds of a clock that is never set. */
  readonly monotonic: () => number;
}

interface Reading<T> {
  readonly value: () => Promise<T>;
  readonly wall: number;
  readonly mono: number;
}

/**
 * What the decision needs, each key read at most once a minute per container, and once for any number of callers that
 * wait for it. The age counts from the start of the read and by both clocks: wall time can be set back, and a monotonic
 * clock can stand still while Lambda keeps the container frozen. A failed read is not kept; it rejects with its own error.
 * `beside` is called where there is a read to wait for, once it has begun.
 */
export function cachedReads<T>({
  read,
  limit,
  now,
  monotonic,
}: CachedReadsOptions<T>): (key: string, beside?: () => void) => Promise<T> {
  const readings = createBoundedMap<Reading<T>>(limit);
  const isFresh = (age: number): boolean => age >= 0 && age < MAX_AGE_MS;

  return (key, beside) => {
    const wall = now();
    const mono = monotonic();
    const kept = readings.get(key);
    if (kept !== undefined && isFresh(wall - kept.wall) && isFresh(mono - kept.mono)) return kept.value();
    // A failed read is begun anew by the next who asks, with the age of the first: older than it is, never younger.
    const value = sharedRead(() => read(key));
    readings.set(key, { value, wall, mono });
    const reading = value();
    beside?.();
    return reading;
  };
}
