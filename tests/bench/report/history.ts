import type { Gate } from './gates.ts';
import type { CandidateResult } from './results.ts';
import type { Surroundings } from './surroundings.ts';

/** What is kept of a full run for those that come later. */
export interface HistoryEntry {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly loadBefore: number;
  readonly node: string;
  readonly runtimeClient: string;
  readonly rounds: number;
  /** Figures of the budgets by the id of the gate. */
  readonly gates: Readonly<Record<string, number>>;
  /** Cold start over the floor of the same transport, by name of candidate. */
  readonly coldOverFloor: Readonly<Record<string, number>>;
}

export function historyEntry(
  around: Surroundings,
  rounds: number,
  gates: readonly Gate[],
  sorted: readonly CandidateResult[],
): HistoryEntry {
  const { date, commit, machine, loadBefore, node, runtimeClient } = around;
  const measured = gates.flatMap(({ id, value }) => (value === undefined ? [] : [[id, rounded(value)] as const]));
  return {
    date,
    commit,
    machine,
    loadBefore,
    node,
    runtimeClient,
    rounds,
    gates: Object.fromEntries(measured),
    coldOverFloor: Object.fromEntries(sorted.map(({ name, coldOverFloor }) => [name, rounded(coldOverFloor.median)])),
  };
}

/** The file with one entry more, an entry a line, so that a run adds one line to a diff. `text` is empty at first. */
export function withEntry(text: string, entry: HistoryEntry): string {
  const entries: unknown = text.trim() === '' ? [] : JSON.parse(text);
  if (!Array.isArray(entries)) throw new Error('the history is not a list of runs');
  return `[\n${[...entries, entry].map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`;
}

const rounded = (value: number): number => Number(value.toPrecision(4));
