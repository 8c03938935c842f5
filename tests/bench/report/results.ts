import type { Candidate } from '../candidates/candidate.ts';
import type { ColdStarts } from '../measure/cold-starts.ts';
import { pairedRatio, type Spread, spread } from '../measure/statistics.ts';

/** One line of the table. */
export interface CandidateResult {
  readonly name: string;
  readonly title: string;
  readonly kind: Candidate['kind'];
  readonly sampled: boolean;
  readonly bundleBytes: number | undefined;
  readonly layerBytes: number | undefined;
  readonly coldMs: Spread;
  readonly initMs: Spread;
  readonly coldOverFloor: Spread;
  /** How the first of ours compares with this one, round by round; below one, ours is faster. */
  readonly oursOverThis: Spread | undefined;
  readonly peakMegabytes: Spread;
  readonly peakOverFloor: Spread;
  readonly warmMicroseconds: Spread;
  /** Warm CPU per request beyond what the floor uses in the same round. */
  readonly warmAboveFloor: Spread;
}

/** Summaries of all candidates, fastest cold start first. */
export function results(
  candidates: readonly Candidate[],
  cold: ReadonlyMap<string, ColdStarts>,
  warm: ReadonlyMap<string, readonly number[]>,
): CandidateResult[] {
  const coldOf = (name: string): ColdStarts => cold.get(name) ?? { totalMs: [], initMs: [], peakMegabytes: [] };
  const floor = coldOf('floor');
  const floorWarm = warm.get('floor') ?? [];
  const ours = candidates.find(({ kind }) => kind === 'ours');
  return candidates
    .map((candidate) => {
      const own = coldOf(candidate.name);
      const ownWarm = warm.get(candidate.name) ?? [];
      return {
        name: candidate.name,
        title: candidate.title,
        kind: candidate.kind,
        sampled: candidate.sampled,
        bundleBytes: candidate.bundleBytes,
        layerBytes: candidate.layerBytes,
        coldMs: spread(own.totalMs),
        initMs: spread(own.initMs),
        coldOverFloor: pairedRatio(own.totalMs, floor.totalMs),
        oursOverThis: ours === undefined ? undefined : pairedRatio(coldOf(ours.name).totalMs, own.totalMs),
        peakMegabytes: spread(own.peakMegabytes),
        peakOverFloor: pairedRatio(own.peakMegabytes, floor.peakMegabytes),
        warmMicroseconds: spread(ownWarm),
        warmAboveFloor: spread(ownWarm.map((value, round) => value - (floorWarm[round] ?? Number.NaN))),
      };
    })
    .sort((a, b) => a.coldMs.median - b.coldMs.median);
}

/** The peer with the lowest median cold start. `sorted` is what `results` returned. */
export const fastestPeer = (sorted: readonly CandidateResult[]): CandidateResult | undefined =>
  sorted.find(({ kind }) => kind === 'peer');
