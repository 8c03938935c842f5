import type { Candidate } from '../candidates/candidate.ts';
import type { ColdStarts, Measurements } from '../measure/measurements.ts';
import { difference, pairedRatio, type Spread, spread } from '../measure/statistics.ts';

/** One line of the table. Spreads of what was not taken are NaN, in JSON `null`. */
export interface CandidateResult
  extends Pick<Candidate, 'name' | 'title' | 'kind' | 'transport' | 'sampled' | 'sizes'> {
  readonly coldMs: Spread;
  readonly initMs: Spread;
  /** Spent up to the first answer. */
  readonly cpuMs: Spread;
  readonly cpuOverFloor: Spread;
  /** Over the floor of the same transport, as every other figure "over floor". */
  readonly coldOverFloor: Spread;
  /** How ours, on the same transport, compares with this one, round by round; below one, ours is faster. */
  readonly oursOverThis: Spread;
  readonly peakMegabytes: Spread;
  readonly peakOverFloor: Spread;
  readonly handshakes: Spread;
  readonly warmMicroseconds: Spread;
  /** Warm CPU per request beyond what the floor uses in the same round. */
  readonly warmAboveFloor: Spread;
  /** How ours compares in that. */
  readonly oursWarmOverThis: Spread;
  readonly firstMs: Spread;
}

const NO_STARTS: ColdStarts = { totalMs: [], initMs: [], cpuMs: [], peakMegabytes: [], handshakes: [] };

/** Summaries of all candidates, fastest cold start first. */
export function results(candidates: readonly Candidate[], { cold, warm, first }: Measurements): CandidateResult[] {
  const named = (kind: Candidate['kind'], transport: Candidate['transport']): string =>
    candidates.find((one) => one.kind === kind && one.transport === transport)?.name ?? '';
  return candidates
    .map(({ name, title, kind, transport, sampled, sizes }) => {
      const [floor, ours] = [named('floor', transport), named('ours', transport)];
      const own = cold.get(name) ?? NO_STARTS;
      const floorCold = cold.get(floor) ?? NO_STARTS;
      const warmOf = (which: string): readonly number[] => warm.get(which) ?? [];
      const aboveFloor = difference(warmOf(name), warmOf(floor));
      return {
        name,
        title,
        kind,
        transport,
        sampled,
        sizes,
        coldMs: spread(own.totalMs),
        initMs: spread(own.initMs),
        cpuMs: spread(own.cpuMs),
        cpuOverFloor: pairedRatio(own.cpuMs, floorCold.cpuMs),
        coldOverFloor: pairedRatio(own.totalMs, floorCold.totalMs),
        oursOverThis: pairedRatio(cold.get(ours)?.totalMs ?? [], own.totalMs),
        peakMegabytes: spread(own.peakMegabytes),
        peakOverFloor: pairedRatio(own.peakMegabytes, floorCold.peakMegabytes),
        handshakes: spread(own.handshakes),
        warmMicroseconds: spread(warmOf(name)),
        warmAboveFloor: spread(aboveFloor),
        oursWarmOverThis: pairedRatio(difference(warmOf(ours), warmOf(floor)), aboveFloor),
        firstMs: spread(first.get(name) ?? []),
      };
    })
    .sort((a, b) => a.coldMs.median - b.coldMs.median);
}

/** The peer with the lowest median cold start over HTTP. `sorted` is what `results` returned. */
export const fastestPeer = (sorted: readonly CandidateResult[]): CandidateResult | undefined =>
  sorted.find(({ kind, transport }) => kind === 'peer' && transport === 'http');
