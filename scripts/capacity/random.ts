/** Numbers from 0 up to, but not including, 1. */
export type Random = () => number;

// Looked up once: under Jest each `Math` of millions is a call out of its sandbox.
const { imul } = Math;
const STEP = 0x6d2b79f5;
const RANGE = 2 ** 32;
/** Above it a Poisson count is drawn from the normal distribution: its skewness is then below 0.1. */
const NORMAL_FROM = 100;

/** The same numbers for the same seed, on every machine (T. Ettinger's mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + STEP) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / RANGE;
  };
}

/** From a normal distribution of mean 0 and variance 1 (G. E. P. Box and M. E. Muller). */
const drawNormal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** How many of many rare and independent things happen. */
export function drawPoisson(random: Random, mean: number): number {
  if (mean > NORMAL_FROM) return Math.max(0, Math.round(mean + Math.sqrt(mean) * drawNormal(random)));
  const rest = random();
  let probability = Math.exp(-mean);
  let reached = probability;
  let count = 0;
  while (reached < rest && probability > 0) {
    count += 1;
    probability *= mean / count;
    reached += probability;
  }
  return count;
}

/** A factor of mean 1 and this coefficient of variation, from a Gamma distribution (G. Marsaglia and W. W. Tsang). */
export function drawFactor(random: Random, variation: number): number {
  if (variation === 0) return 1;
  const shape = 1 / variation ** 2;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  for (;;) {
    const normal = drawNormal(random);
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v <= 0 || Math.log(1 - random()) >= normal ** 2 / 2 + d * (1 - v + Math.log(v))) continue;
    const boost = shape < 1 ? (1 - random()) ** (1 / shape) : 1;
    return (d * v * boost) / shape;
  }
}
