import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Comparison } from './oracle/compare-cases.ts';

export interface ShardResult {
  readonly seed: number;
  readonly shard: number;
  readonly shards: number;
  readonly comparison: Comparison;
}

interface Merged extends Comparison {
  readonly seed: number;
  readonly shards: number;
  /** By number. Fewer than `shards` while some are still to come. */
  readonly done: Readonly<Record<string, Comparison>>;
}

/** Puts one shard's result to those of the same run, and sums them up; what another run left is replaced. */
export function mergeShards(file: string, { seed, shard, shards, comparison }: ShardResult): Merged {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Merged) : undefined; // written below only
  const isSameRun = before?.seed === seed && before.shards === shards;
  const done: Readonly<Record<string, Comparison>> = { ...(isSameRun ? before.done : {}), [shard]: comparison };
  const all = Object.values(done);
  const sum = (field: 'cases' | 'allowed' | 'denied' | 'disagreements'): number =>
    all.reduce((total, one) => total + one[field], 0);
  const merged: Merged = {
    seed,
    cases: sum('cases'),
    disagreements: sum('disagreements'),
    allowed: sum('allowed'),
    denied: sum('denied'),
    allowedBy: addUp(all.map(({ allowedBy }) => allowedBy)),
    deniedBy: addUp(all.map(({ deniedBy }) => deniedBy)),
    examples: all.flatMap(({ examples }) => examples),
    shards,
    done: shards === 1 ? {} : done,
  };
  writeFileSync(file, `${JSON.stringify(merged, null, 2)}\n`);
  return merged;
}

function addUp(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total = new Map<string, number>();
  for (const [name, count] of counts.flatMap((one) => Object.entries(one)))
    total.set(name, (total.get(name) ?? 0) + count);
  return Object.fromEntries([...total].sort(([one], [other]) => (one < other ? -1 : 1)));
}
