/** Where the middle and the outer tenths of a sample lie; all NaN for an empty one. */
export interface Spread {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), p10: quantile(values, 0.1), p90: quantile(values, 0.9) };
}

/**
 * Ratios of what was measured in the same round, so that a machine that slows down for a while slows both sides of
 * a ratio instead of one.
 */
export function pairedRatio(values: readonly number[], base: readonly number[]): Spread {
  return spread(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}

/** What each round has above the same round of `base`. */
export function difference(values: readonly number[], base: readonly number[]): number[] {
  return values.map((value, round) => value - (base[round] ?? Number.NaN));
}

/** Linear interpolation between the closest ranks. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const lower = sorted[Math.floor(place)] ?? Number.NaN;
  const upper = sorted[Math.ceil(place)] ?? Number.NaN;
  return lower + (upper - lower) * (place - Math.floor(place));
}

/** A new array in random order (Fisher-Yates), so that no candidate always follows the same one. */
export function shuffled<T>(values: readonly T[]): T[] {
  const pool = [...values];
  return values.flatMap(() => pool.splice(Math.floor(Math.random() * pool.length), 1));
}
