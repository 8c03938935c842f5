import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import type { Figures } from './proof.ts';

/** What was measured in full, by the proof's name. */
export interface Measured {
  readonly seed: number;
  readonly size: number;
  /** Milliseconds that it took. */
  readonly duration: number;
  readonly figures: Figures;
}
export type Results = Readonly<Record<string, Measured>>;

const FILE = join(repositoryRoot, 'tests/reliability/results/contract.json');

export const readResults = (): Results => (existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Results) : {}); // written below only

/** Puts one proof's figures to those of the others: shards may run one after another, and each anew. */
export function recordFigures(name: string, measured: Measured): void {
  const results = { ...readResults(), [name]: measured };
  mkdirSync(dirname(FILE), { recursive: true });
  const inOrder = Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(inOrder, null, 2)}\n`);
}
