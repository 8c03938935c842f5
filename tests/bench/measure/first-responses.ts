import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Candidate } from '../candidates/candidate.ts';
import { getProfile } from '../lambda/get-profile.ts';
import { startFunction } from '../lambda/start-function.ts';
import type { World } from '../parts/world.ts';
import { checked } from './checked.ts';
import { shuffled } from './statistics.ts';

/** How long a process that is ready waits for its first request: enough to have come to rest, as with provisioned concurrency. */
const IDLE_MS = 30;

/**
 * Milliseconds from handing out the first request to its answer, in a process that had ended its init phase before:
 * what a caller of provisioned concurrency waits for.
 */
export async function firstResponses(
  candidates: readonly Candidate[],
  world: World,
  rounds: number,
  progress: (text: string) => void,
): Promise<Map<string, number[]>> {
  const results = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds && candidates.length > 0; round += 1) {
    progress(round === 0 ? 'first response: warm-up round' : `first response: round ${round} of ${rounds}`);
    for (const candidate of shuffled(candidates)) {
      const milliseconds = await firstResponse(candidate, world);
      if (round > 0) results.get(candidate.name)?.push(milliseconds);
    }
  }
  return results;
}

async function firstResponse({ name, layout, sampled }: Candidate, { machine, token }: World): Promise<number> {
  const environment = { ...layout.environment, AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' };
  const run = await startFunction({ ...layout, environment }, machine);
  try {
    await run.untilReady();
    await sleep(IDLE_MS);
    const request = getProfile(token, sampled);
    const handedOut = performance.now();
    const { at } = checked(name, await run.invoke(request));
    return at - handedOut;
  } finally {
    await run.stop();
  }
}
