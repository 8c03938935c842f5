import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from './build/functions.ts';
import { buildLayer } from './build/layer.ts';
import { printSizes } from './build/print-sizes.ts';
import { repositoryRoot } from './build/repository-root.ts';

const BUDGETS = 'tests/contract/size-budgets.json';
const MARGIN = 1.1;
/** Beyond this a budget is of something that is no more. */
const SLACK = 1.25;

type Sizes = Readonly<Record<string, number>>;

interface Limits {
  /** What may not be exceeded whatever is gained by it: promises of the product, raised by hand only. */
  readonly ceilings: Sizes;
  /** What was measured last, and a tenth: growth is seen when it comes. */
  readonly budgets: Sizes;
}

/**
 * Bytes of each function's entry, of the parts that it loads when needed, and of each file of the layer against the committed
 * budgets: a cold start pays for every one that it loads. `--write` sets all budgets to what is measured now and a tenth, `--add` only those that are missing; neither
 * moves a ceiling.
 */
async function main(mode: string | undefined): Promise<void> {
  const file = join(repositoryRoot, BUDGETS);
  const measured = await measure();
  const { ceilings, budgets }: Limits = JSON.parse(readFileSync(file, 'utf8')); // ours, written below
  if (mode === '--write' || mode === '--add') {
    const kept = mode === '--add' ? budgets : {};
    const next = Object.entries(measured).map(([name, bytes]) => [name, kept[name] ?? Math.ceil(bytes * MARGIN)]);
    writeFileSync(file, `${JSON.stringify({ ceilings, budgets: Object.fromEntries(next) }, null, 2)}\n`);
    return;
  }
  printSizes(Object.entries(measured).map(([name, bytes]) => ({ name, bytes })));
  const problems = compare(measured, budgets).map((problem) => `${problem}: if it has to be so, sizes.ts --write`);
  const broken = exceeded(measured, ceilings);
  if (problems.length + broken.length === 0) return;
  console.error([...problems, ...broken].join('\n'));
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
    if (bytes > budget) return [`${name} has ${bytes} bytes, its budget is ${budget}`];
    return bytes * SLACK < budget ? [`${name} has ${bytes} bytes only, a budget of ${budget} guards nothing`] : [];
  }),
  ...Object.keys(allowed).flatMap((name) => (name in measured ? [] : [`${BUDGETS} names ${name}, which is not built`])),
];

const exceeded = (measured: Sizes, ceilings: Sizes): readonly string[] =>
  Object.entries(ceilings).flatMap(([name, ceiling]) => {
    const bytes = measured[name];
    if (bytes === undefined) return [`${BUDGETS} has a ceiling for ${name}, which is not built`];
    return bytes > ceiling ? [`${name} has ${bytes} bytes, its ceiling is ${ceiling}`] : [];
  });

await main(process.argv[2]);
