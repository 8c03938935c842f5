import type { Candidate } from '../candidates/candidate.ts';
import { getProfile } from '../lambda/get-profile.ts';
import { startFunction } from '../lambda/start-function.ts';
import type { World } from '../parts/world.ts';
import { checked } from './checked.ts';
import { shuffled } from './statistics.ts';

const WARM_UP = 300;
const MEASURED = 600;

/**
 * CPU microseconds per request of a warm process, one figure per round: what all threads of the process used, from
 * the kernel's accounting, so that waiting for the database does not count.
 */
export async function warmRequests(
  candidates: readonly Candidate[],
  world: World,
  rounds: number,
  progress: (text: string) => void,
): Promise<Map<string, number[]>> {
  const results = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    progress(`warm: round ${round} of ${rounds}`);
    for (const candidate of shuffled(candidates)) results.get(candidate.name)?.push(await perRequest(candidate, world));
  }
  return results;
}

async function perRequest(candidate: Candidate, { machine, token }: World): Promise<number> {
  const run = await startFunction(candidate.layout, machine);
  const serve = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      checked(candidate.name, await run.invoke(getProfile(token, candidate.sampled)));
    }
  };
  try {
    await serve(WARM_UP);
    const before = run.cpuMicroseconds();
    await serve(MEASURED);
    return (run.cpuMicroseconds() - before) / MEASURED;
  } finally {
    await run.stop();
  }
}
