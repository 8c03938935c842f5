/** How many containers are busy at some moment of a second, as a distribution. */
export interface MostAtOnce {
  /** The count that `share` of all seconds do not exceed. */
  quantile(share: number): number;
  /** The mean of what is busy, as far as it fits into `limit`. */
  within(limit: number): number;
}

const SPREAD = 12;
const NEGLIGIBLE = 1e-12;
/** Rates closer than this to each other share a table. */
const RATE_STEP = 1.002;
const LOG_RATE_STEP = Math.log(RATE_STEP);

/**
 * Requests that come at random and are all served at once keep a Poisson number of containers busy, whatever the
 * distribution of durations. The most within a second is at least n unless fewer are busy at its beginning and the count
 * is never carried up to n: upward crossings come at the rate λ p(n - 1), like a Poisson process when they are rare.
 */
export function mostAtOnce(rate: number, seconds: number): MostAtOnce {
  const mean = rate * seconds;
  const first = Math.max(0, Math.floor(mean - SPREAD * Math.sqrt(mean)));
  let probability = Math.exp(first * Math.log(mean || 1) - mean - logFactorial(first));
  let reached = 0;
  /** P(most < first + 1 + index), and the mean of min(busy, first + index). */
  const below: number[] = [];
  const fitting: number[] = [first];
  for (let n = first; below.length === 0 || (below.at(-1) ?? 1) < 1 - NEGLIGIBLE; n++) {
    reached = Math.min(1, reached + probability);
    below.push(reached === 0 ? 0 : reached * Math.exp((-rate * probability) / reached));
    fitting.push((fitting.at(-1) ?? 0) + 1 - reached);
    probability *= mean / (n + 1);
    if (n > mean && probability < Number.MIN_VALUE) break;
  }
  return {
    quantile: (share) => first + lowest(below, share),
    within: (limit) => {
      if (limit <= first) return Math.min(limit, mean);
      const floor = Math.floor(limit) - first;
      const [low = mean, high = low] = [fitting[floor], fitting[floor + 1]];
      return Math.min(mean, low + (high - low) * (limit % 1));
    },
  };
}

/** The same for many rates: tables are kept, and rates rounded to a fifth of a percent. */
export function tablesOfMostAtOnce(seconds: number): (rate: number) => MostAtOnce {
  const tables = new Map<number, MostAtOnce>();
  return (rate) => {
    const step = rate === 0 ? Number.NEGATIVE_INFINITY : Math.round(Math.log(rate) / LOG_RATE_STEP);
    const known = tables.get(step);
    if (known !== undefined) return known;
    const made = mostAtOnce(RATE_STEP ** step, seconds);
    tables.set(step, made);
    return made;
  };
}

/** The first index whose value is at least `share`. */
function lowest(ascending: readonly number[], share: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 1) < share) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** ln n!, by Stirling's series from 10 on. */
export function logFactorial(n: number): number {
  if (n < 10) return Math.log([1, 1, 2, 6, 24, 120, 720, 5_040, 40_320, 362_880][n] ?? 1);
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}
