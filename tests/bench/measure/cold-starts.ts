import type { Candidate } from '../candidates/candidate.ts';
import { getProfile } from '../lambda/get-profile.ts';
import { startFunction } from '../lambda/start-function.ts';
import type { World } from '../parts/world.ts';
import { checked } from './checked.ts';
import type { ColdStarts } from './measurements.ts';
import { shuffled } from './statistics.ts';

/** Starts every candidate once per round, in a new order each time; the first round is thrown away. */
export async function coldStarts(
  candidates: readonly Candidate[],
  world: World,
  rounds: number,
  progress: (text: string) => void,
): Promise<Map<string, ColdStarts>> {
  const results = new Map(candidates.map(({ name }) => [name, emptyColdStarts()]));
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? 'cold: warm-up round' : `cold: round ${round} of ${rounds}`);
    for (const candidate of shuffled(candidates)) {
      await coldStart(candidate, world, round === 0 ? undefined : results.get(candidate.name));
    }
  }
  return results;
}

async function coldStart(candidate: Candidate, world: World, result: ColdStarts | undefined): Promise<void> {
  const { token, machine, tls } = world;
  const shaken = candidate.transport === 'tls' ? (await tls.counts()).handshakes : 0;
  const run = await startFunction(candidate.layout, machine);
  try {
    const answer = await run.invoke(getProfile(token, candidate.sampled));
    const cpuMs = run.cpuMicroseconds() / 1_000;
    const { at } = checked(candidate.name, answer);
    result?.totalMs.push(at - run.startedAt);
    result?.initMs.push((run.readyAt() ?? Number.NaN) - run.startedAt);
    result?.cpuMs.push(cpuMs);
    result?.peakMegabytes.push(run.peakMegabytes());
  } catch (error) {
    throw new Error(`${candidate.name} failed: ${run.output()}`, { cause: error });
  } finally {
    await run.stop();
  }
  if (candidate.transport === 'http' || candidate.kind === 'floor') return;
  const handshakes = (await tls.counts()).handshakes - shaken;
  if (handshakes === 0) throw new Error(`${candidate.name} did not speak TLS`);
  result?.handshakes.push(handshakes);
}

const emptyColdStarts = (): ColdStarts => ({ totalMs: [], initMs: [], cpuMs: [], peakMegabytes: [], handshakes: [] });
