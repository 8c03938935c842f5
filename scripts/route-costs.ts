import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { startCostWorld } from '../tests/contract/costs/cost-world.ts';
import { measureCosts } from '../tests/contract/costs/measure-costs.ts';
import type { RouteCosts } from '../tests/contract/costs/route-costs.ts';
import { repositoryRoot } from './build/repository-root.ts';

const FILE = 'tests/contract/route-costs.json';

type Entry = RouteCosts['routes'][number] | RouteCosts['batches'][number];

/**
 * What each route asks of AWS, and how many capacity units that takes, against the committed file, exactly: one call more is a
 * cost of every request. `--write` writes what is measured now, `--add` measures and writes only what is missing.
 */
async function main(mode: string | undefined): Promise<void> {
  const file = join(repositoryRoot, FILE);
  const allowed: RouteCosts = JSON.parse(readFileSync(file, 'utf8')); // ours, written below
  const known = new Set([...allowed.routes, ...allowed.batches].map(nameOf));
  const measured = await measure((event) => mode !== '--add' || !known.has(event));
  if (mode === '--write') return write(file, measured);
  if (mode === '--add') {
    const { routes, batches } = allowed;
    return write(file, { routes: [...routes, ...measured.routes], batches: [...batches, ...measured.batches] });
  }
  const [now, before] = [measured, allowed].map(({ routes, batches }) => byName([...routes, ...batches]));
  const problems = compare(now ?? new Map(), before ?? new Map());
  console.log(`${measured.routes.length} requests and ${measured.batches.length} batches measured`);
  if (problems.length === 0) return;
  console.error(`${problems.join('\n')}\nIf it has to be so: node scripts/route-costs.ts --write`);
  process.exitCode = 1;
}

async function measure(wanted: (event: string) => boolean): Promise<RouteCosts> {
  const world = await startCostWorld();
  try {
    return await measureCosts(world, wanted);
  } finally {
    await world.stop();
  }
}

const nameOf = ({ service, event }: Entry): string => `${service} ${event}`;
const byName = (entries: readonly Entry[]): ReadonlyMap<string, Entry> =>
  new Map(entries.map((entry) => [nameOf(entry), entry]));

function write(file: string, { routes, batches }: RouteCosts): void {
  const sorted = <T extends Entry>(entries: readonly T[]): readonly T[] =>
    entries.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ routes: sorted(routes), batches: sorted(batches) }, null, 2)}\n`);
}

const compare = (measured: ReadonlyMap<string, Entry>, allowed: ReadonlyMap<string, Entry>): readonly string[] => [
  ...[...measured].flatMap(([name, entry]) => {
    const expected = allowed.get(name);
    if (expected === undefined) return [`${name} is not in ${FILE}`];
    if (isDeepStrictEqual(entry, expected)) return [];
    return [`${name} costs\n  ${JSON.stringify(entry)}\n${FILE} says\n  ${JSON.stringify(expected)}`];
  }),
  ...[...allowed.keys()].flatMap((name) => (measured.has(name) ? [] : [`${FILE} names ${name}, which has no event`])),
];

await main(process.argv[2]);
