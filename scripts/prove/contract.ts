import { parseArgs } from 'node:util';
import { describeResults, writeDescription } from '../../tests/reliability/describe-results.ts';
import { missedTargets } from '../../tests/reliability/proof.ts';
import { PROOFS } from '../../tests/reliability/proofs.ts';
import { readResults, recordFigures } from '../../tests/reliability/results.ts';
import { withoutLog } from '../../tests/support/without-log.ts';

/**
 * Proves the contract in full sizes: every proof of tests/reliability/proofs.ts, or those of one shard (`--shard 2/4` takes
 * every fourth, beginning with the second), or one by name (`--only locks`). Each writes its figures to
 * tests/reliability/results/contract.json and renews the table of docs/reliability.md. Ends with 1 when a target is missed.
 */
const { values } = parseArgs({
  options: {
    shard: { type: 'string', default: '1/1' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    // Smaller or larger runs, to look at one: nothing is recorded then.
    size: { type: 'string' },
  },
});
const [shard = 1, shards = 1] = values.shard.split('/').map(Number);
const seed = Number(values.seed);
const size = values.size === undefined ? undefined : Number(values.size);
const chosen = PROOFS.filter((proof, index) =>
  values.only === undefined ? index % shards === shard - 1 : values.only === proof.name,
);
if (![shard, shards, seed, size ?? 1].every(Number.isSafeInteger) || chosen.length === 0) {
  const names = PROOFS.map(({ name }) => name).join('|');
  throw new Error(`usage: npm run prove:contract -- [--shard 1/4 | --only <${names}>] [--seed 1] [--size 100]`);
}

for (const proof of chosen) {
  const run = { seed, size: size ?? proof.size.full };
  const begun = performance.now();
  const figures = await withoutLog(() => proof.measure(run));
  const duration = Math.round(performance.now() - begun);
  const missed = missedTargets(proof, figures);
  if (size === undefined) {
    recordFigures(proof.name, { ...run, duration, figures });
    writeDescription(describeResults(PROOFS, readResults()));
  } else console.log(JSON.stringify(figures, null, 2));
  console.log(`${missed.length === 0 ? 'ok' : 'FAILED'}: ${proof.name}, ${(duration / 1_000).toFixed(1)} s`);
  for (const one of missed) console.log(`  ${one}`);
  if (missed.length > 0) process.exitCode = 1;
}
