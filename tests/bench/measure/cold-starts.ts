import type { Candidate } from '../candidates/candidate.ts';
import { getProfile } from '../lambda/get-profile.ts';
import { type Machine, startFunction } from '../lambda/start-function.ts';
import { checked } from './checked.ts';
import { shuffled } from './statistics.ts';

/** One entry per measured round, the same index meaning the same round for every candidate. */
export interface ColdStarts {
  /** Spawn to first answer. */
  readonly totalMs: number[];
  /** Spawn to the first request for work, so the init phase. */
  readonly initMs: number[];
  readonly peakMegabytes: number[];
}

/** Starts every candidate once per round, in a new order each time; the first round is thrown away. */
export async function coldStarts(
  candidates: readonly Candidate[],
  machine: Machine,
  token: string,
  rounds: number,
  progress: (text: string) => void,
): Promise<Map<string, ColdStarts>> {
  const results = new Map(candidates.map(({ name }) => [name, emptyColdStarts()]));
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? 'cold: warm-up round' : `cold: round ${round} of ${rounds}`);
    for (const candidate of shuffled(candidates)) {
      const run = await startFunction(candidate.layout, machine);
      try {
        const { at } = checked(candidate.name, await run.invoke(getProfile(token, candidate.sampled)));
        const result = results.get(candidate.name);
        if (round > 0 && result !== undefined) {
          result.totalMs.push(at - run.startedAt);
          result.initMs.push((run.readyAt() ?? Number.NaN) - run.startedAt);
          result.peakMegabytes.push(run.peakMegabytes());
        }
      } catch (error) {
        throw new Error(`${candidate.name} failed: ${run.output()}`, { cause: error });
      } finally {
        await run.stop();
      }
    }
  }
  return results;
}

const emptyColdStarts = (): ColdStarts => ({ totalMs: [], initMs: [], peakMegabytes: [] });
