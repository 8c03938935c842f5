import { latestPossible } from '../../../layers/core/limit/latest-possible.ts';
import type { Charge, RateMeter } from '../../../layers/core/limit/rate-meter.ts';

/** A meter in memory, which does what the one in the table does: they pass the same suite. */
export function memoryMeter(): RateMeter & { readonly charges: readonly Charge[]; fails: boolean } {
  const times = new Map<string, number>();
  const charges: Charge[] = [];
  return {
    charges,
    fails: false,
    async charge(charge) {
      const { principal, routeClass, at, cost, burst } = charge;
      charges.push(charge);
      if (this.fails) throw new Error('no table');
      const row = JSON.stringify([principal, routeClass]);
      const tat = times.get(row) ?? 0;
      const next = (tat > latestPossible(at, burst) ? at : Math.max(tat, at)) + cost;
      if (next > at + burst) return { paid: false, tat };
      times.set(row, next);
      return { paid: true, tat: next };
    },
  };
}
