import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';

const FILE = 'tests/bench/results/cold-start.json';
/** AWS is asked over TLS, so that is taken where it was measured. */
const OURS = ['gymcoach-tls', 'gymcoach'];

/** Times of our functions on a whole core, as the benchmark measured them, milliseconds: nearly all of it CPU, AWS being on the next core. */
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
  const lines = OURS.map((wanted) => candidates?.find(({ name }) => name === wanted));
  const complete = lines.map(timesOf).find((times) => times !== undefined);
  if (complete === undefined) throw new Error(`${file} has no figures of "gymcoach": write it with "npm run bench"`);
  return complete;
}

/** Figures that were not taken are null in the file. */
function timesOf(line: Candidate | undefined): MeasuredTimes | undefined {
  const [cold, init, warm] = [line?.coldMs?.median, line?.initMs?.median, line?.warmMicroseconds?.median];
  if (typeof cold !== 'number' || typeof init !== 'number' || typeof warm !== 'number' || cold < init) return undefined;
  return { init, firstRequest: cold - init, warmRequest: warm / 1_000 };
}

interface Candidate {
  readonly name?: string;
  readonly coldMs?: { readonly median?: number | null };
  readonly initMs?: { readonly median?: number | null };
  readonly warmMicroseconds?: { readonly median?: number | null };
}
