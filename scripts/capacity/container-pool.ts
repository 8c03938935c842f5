import { DAY_SECONDS } from './shape-of-day.ts';
import { mostOf } from './sums.ts';

const MINUTE_SECONDS = 60;

export interface PoolOptions {
  /** The most containers busy at once, for each second of a day. */
  readonly needed: Uint32Array;
  /** Seconds without a request after which Lambda reclaims a container. */
  readonly idle: number;
  /** Seconds after which Lambda replaces a container even so. */
  readonly lifetime: number;
  /** Containers kept ready, for each minute. @default none */
  readonly provisioned?: Uint32Array;
}

export interface PoolDay {
  /** Containers that a request had to wait for. */
  readonly coldStarts: number;
  /** The most of them in one second. */
  readonly mostInASecond: number;
  /** Containers that exist on average, those kept ready included. */
  readonly meanContainers: number;
}

/**
 * How often a request finds no container. The busiest is used first, so container number n works whenever n are needed,
 * and is there as long as that was not too long ago. The day is run twice, and the second one counts: it begins with
 * the containers that the evening left. What is kept ready is replaced by Lambda without a request waiting.
 */
export function runPool({ needed, idle, lifetime, provisioned }: PoolOptions): PoolDay {
  const size = mostOf(needed);
  const usedAt = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const bornAt = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  let [coldStarts, mostInASecond, containers, ready] = [0, 0, 0, 0];
  for (let now = 0; now < 2 * DAY_SECONDS; now++) {
    const second = now % DAY_SECONDS;
    const counts = now >= DAY_SECONDS;
    if (second % MINUTE_SECONDS === 0) {
      const before = ready;
      ready = provisioned?.[second / MINUTE_SECONDS] ?? 0;
      // What is given back is gone: it was never of the kind that requests had started.
      usedAt.fill(Number.NEGATIVE_INFINITY, Math.min(ready, before), before);
      if (counts) containers += ready + alive(usedAt, ready, now - idle);
    }
    let started = 0;
    for (let container = ready; container < (needed[second] ?? 0); container++) {
      if (now - (usedAt[container] ?? 0) > idle || now - (bornAt[container] ?? 0) > lifetime) {
        bornAt[container] = now;
        started += 1;
      }
      usedAt[container] = now;
    }
    if (!counts) continue;
    coldStarts += started;
    if (started > mostInASecond) mostInASecond = started;
  }
  return { coldStarts, mostInASecond, meanContainers: containers / (DAY_SECONDS / MINUTE_SECONDS) };
}

function alive(usedAt: Float64Array, from: number, since: number): number {
  let count = 0;
  for (let container = from; container < usedAt.length; container++) if ((usedAt[container] ?? 0) >= since) count += 1;
  return count;
}
