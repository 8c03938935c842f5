import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';

const FILE = 'tests/bench/results/cold-start.json';
const OURS = 'gymcoach';

/** CPU time of our functions on a whole core, as the benchmark measured it, milliseconds. */
export interface MeasuredTimes {
  /** From the start of the process to when it asks for its first event. */
  readonly init: number;
  /** From then to the first answer. */
  readonly firstRequest: number;
  /** Of each later request. */
  readonly warmRequest: number;
}

/** Reads what `npm run bench` wrote; throws with a sentence for the reader when our line is not in it. */
export function readMeasuredTimes(file: string = join(repositoryRoot, FILE)): MeasuredTimes {
  const { candidates } = JSON.parse(readFileSync(file, 'utf8')) as { candidates?: readonly Candidate[] }; // each figure is checked
  const ours = candidates?.find(({ name }) => name === OURS);
  const [cold, init, warm] = [ours?.coldMs?.median, ours?.initMs?.median, ours?.warmMicroseconds?.median];
  if (cold === undefined || init === undefined || warm === undefined || cold < init) {
    throw new Error(`${file} has no figures of "${OURS}": write it with "npm run bench"`);
  }
  return { init, firstRequest: cold - init, warmRequest: warm / 1_000 };
}

interface Candidate {
  readonly name?: string;
  readonly coldMs?: { readonly median?: number };
  readonly initMs?: { readonly median?: number };
  readonly warmMicroseconds?: { readonly median?: number };
}
