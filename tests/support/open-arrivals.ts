import { seededRandom } from './seeded-random.ts';

export interface OpenArrivals {
  /** Arrivals per second, on average. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
}

/** Milliseconds from the instant at which a request was to be sent to the end of its answer. */
export interface LoadFigures {
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
  readonly requests: number;
  readonly errors: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
}

/**
 * Sends requests as independent people do: at instants of a Poisson process, whether or not earlier ones are answered. The
 * latency counts from the intended instant, so that a server which stalls is not spared what it kept from being sent
 * ("coordinated omission"). `send` rejects for an answer that counts as an error.
 */
export async function openArrivals(
  { rate, seconds, seed }: OpenArrivals,
  send: (index: number) => Promise<unknown>,
): Promise<LoadFigures> {
  const due = arrivals(rate, seconds * 1_000, seededRandom(seed));
  const latencies: number[] = [];
  let errors = 0;
  const begun = performance.now();
  const measured = async (index: number, intended: number): Promise<void> => {
    try {
      await send(index);
    } catch {
      errors += 1;
    }
    latencies.push(performance.now() - begun - intended);
  };
  const running: Promise<void>[] = [];
  for (const [index, intended] of due.entries()) {
    const early = intended - (performance.now() - begun);
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    running.push(measured(index, intended));
  }
  await Promise.all(running);
  const elapsed = performance.now() - begun;
  const sorted = latencies.toSorted((a, b) => a - b);
  const percentile = (share: number): number => tenths(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return {
    offeredPerSecond: rate,
    achievedPerSecond: tenths((latencies.length * 1_000) / elapsed),
    requests: latencies.length,
    errors,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    p999: percentile(0.999),
  };
}

/** Milliseconds from the start; the gaps are exponential. */
function arrivals(rate: number, until: number, random: () => number): readonly number[] {
  const due: number[] = [];
  for (let at = gap(rate, random); at < until; at += gap(rate, random)) due.push(at);
  return due;
}

const gap = (rate: number, random: () => number): number => (-Math.log(1 - random()) / rate) * 1_000;
const tenths = (value: number): number => Math.round(value * 10) / 10;
