import { tablesOfMostAtOnce } from './most-at-once.ts';
import { drawPoisson, type Random } from './random.ts';

export interface Load {
  /** Requests per second on average, for each second of a day. */
  readonly rates: Float64Array;
  /** Mean duration of a request, seconds. */
  readonly seconds: number;
  /** Requests that come at the same moment. */
  readonly parallel: number;
}

export interface NeededDay {
  /** Requests that came, for each second. */
  readonly requests: Uint32Array;
  /** The most containers busy at once, for each second. */
  readonly needed: Uint32Array;
}

/**
 * Draws a day: how many requests come in each second, and how many containers are busy at its busiest moment. Its
 * effort does not grow with the number of users, and a test holds it against a simulation of every single request.
 */
export function drawNeeded({ rates, seconds, parallel }: Load, random: Random): NeededDay {
  const tables = tablesOfMostAtOnce(seconds);
  const requests = new Uint32Array(rates.length);
  const needed = new Uint32Array(rates.length);
  for (const [second, rate] of rates.entries()) {
    requests[second] = drawPoisson(random, rate / parallel) * parallel;
    needed[second] = tables(rate / parallel).quantile(random()) * parallel;
  }
  return { requests, needed };
}

/** Mean number of busy containers that fit into what is provided in each minute. */
export function meanWithin({ rates, seconds, parallel }: Load, provided: Uint32Array): number {
  const tables = tablesOfMostAtOnce(seconds);
  const minute = rates.length / provided.length;
  let sum = 0;
  for (const [index, limit] of provided.entries()) {
    if (limit === 0) continue;
    for (let second = index * minute; second < (index + 1) * minute; second++) {
      sum += parallel * tables((rates[second] ?? 0) / parallel).within(limit / parallel);
    }
  }
  return sum / rates.length;
}

/** The most at once of a second in which somebody is busy, on average: among so many a caller's requests are spread. */
export function meanRotation(needed: Uint32Array): number {
  let [sum, seconds] = [0, 0];
  for (const count of needed) {
    if (count === 0) continue;
    sum += count;
    seconds += 1;
  }
  return seconds === 0 ? 1 : sum / seconds;
}
