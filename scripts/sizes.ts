import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from './build/functions.ts';
import { buildLayer } from './build/layer.ts';
import { printSizes } from './build/print-sizes.ts';
import { repositoryRoot } from './build/repository-root.ts';

const BUDGETS = 'tests/contract/size-budgets.json';
const MARGIN = 1.1;
/** What no `--write` raises: all of a function's own text that the read of a profile loads. */
const CEILINGS: Sizes = { 'gymcoach-user-profile/handlers/api': 30 * 1024 };

type Sizes = Readonly<Record<string, number>>;

/**
 * Bytes of each function's entry, of the parts that it loads when needed, and of each file of the layer against the committed
 * budgets: a cold start pays for every one that it loads. `--write` sets all budgets to what is measured now and a tenth, `--add` only those that are missing.
 */
async function main(mode: string | undefined): Promise<void> {
  const file = join(repositoryRoot, BUDGETS);
  const measured = await measure();
  const allowed: Sizes = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  if (mode === '--write' || mode === '--add') {
    const kept = mode === '--add' ? allowed : {};
    const budgets = Object.entries(measured).map(([name, bytes]) => [
      name,
      kept[name] ?? Math.min(Math.ceil(bytes * MARGIN), CEILINGS[name] ?? Number.POSITIVE_INFINITY),
    ]);
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(budgets), null, 2)}\n`);
    return;
  }
  printSizes(Object.entries(measured).map(([name, bytes]) => ({ name, bytes })));
  const problems = compare(measured, allowed);
  if (problems.length === 0) return;
  console.error(`${problems.join('\n')}\nIf it has to be so: node scripts/sizes.ts --write`);
  process.exitCode = 1;
}

async function measure(): Promise<Sizes> {
  const output = mkdtempSync(join(tmpdir(), 'gymcoach-sizes-'));
  try {
    const [layer, functions] = await Promise.all([buildLayer(), buildFunctions({ output })]);
    const sizes = [...layer, ...functions.flatMap((bundle) => [bundle, ...bundle.parts])].map(
      ({ name, bytes }) => [name, bytes] as const,
    );
    return Object.fromEntries(sizes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

const compare = (measured: Sizes, allowed: Sizes): readonly string[] => [
  ...Object.entries(measured).flatMap(([name, bytes]) => {
    const budget = allowed[name];
    if (budget === undefined) return [`${name} has no budget in ${BUDGETS}`];
    return bytes > budget ? [`${name} has ${bytes} bytes, its budget is ${budget}`] : [];
  }),
  ...Object.keys(allowed).flatMap((name) => (name in measured ? [] : [`${BUDGETS} names ${name}, which is not built`])),
];

await main(process.argv[2]);
