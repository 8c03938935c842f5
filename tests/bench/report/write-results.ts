import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chart } from './chart.ts';
import type { Figure, Gate } from './gates.ts';
import { historyEntry, withEntry } from './history.ts';
import type { CandidateResult } from './results.ts';
import type { Surroundings } from './surroundings.ts';

export interface FullRun {
  readonly around: Surroundings;
  readonly rounds: number;
  readonly warmRounds: number;
  readonly candidates: readonly CandidateResult[];
  readonly gates: readonly Gate[];
  readonly reported: readonly Figure[];
}

/** Publishes a run of all candidates: the run itself, its picture, and its line in the history. Returns the folder. */
export function writeResults({ around, rounds, warmRounds, candidates, gates, reported }: FullRun): string {
  const folder = fileURLToPath(new URL('../results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const history = join(folder, 'history.json');
  const entry = historyEntry(around, rounds, gates, candidates);
  write('history.json', withEntry(existsSync(history) ? readFileSync(history, 'utf8') : '', entry));
  write(
    'cold-start.json',
    `${JSON.stringify({ ...around, rounds, warmRounds, gates, reported, candidates }, null, 2)}\n`,
  );
  const caption = `${around.date}, Node ${around.node}, ${around.runtimeClient}, ${rounds} rounds, medians, line p10-p90`;
  write('cold-start.svg', chart(candidates, caption));
  return folder;
}
