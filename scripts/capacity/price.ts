import type { Tier } from './input.ts';

/** What a quantity of a month costs, dollars, each part of it at the price of its tier. */
export function price(tiers: readonly Tier[], quantity: number): number {
  let [sum, from] = [0, 0];
  for (const { upTo = Number.POSITIVE_INFINITY, price: each } of tiers) {
    sum += Math.max(0, Math.min(quantity, upTo) - from) * each;
    from = upTo;
  }
  return sum;
}
