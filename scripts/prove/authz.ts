import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureDecision } from '../../tests/authz/measure-decision.ts';
import { mergeShards } from '../../tests/authz/merge-shards.ts';
import { checkDecision, checkModel } from '../../tests/authz/mutation/check-mutants.ts';
import { createOracle } from '../../tests/authz/oracle/cedar-oracle.ts';
import { compareCases } from '../../tests/authz/oracle/compare-cases.ts';
import { generateCases } from '../../tests/authz/oracle/generate-cases.ts';
import * as subject from '../../tests/authz/oracle/subject.ts';
import { targetedCases } from '../../tests/authz/oracle/targeted-cases.ts';
import { repositoryRoot as root } from '../build/repository-root.ts';

/**
 * Proves the decision against the model in Cedar: generated cases, every change of the code and of the model, and what a
 * decision costs. Results go to tests/authz/results. `--shard 2/4` takes a quarter of the cases; the changes and the
 * costs belong to the first.
 */
const results = join(root, 'tests/authz/results');
const { values } = parseArgs({
  options: {
    shard: { type: 'string', default: '1/1' },
    cases: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '1' },
  },
});
const [shard = 1, shards = 1] = values.shard.split('/').map(Number);
const cases = Number(values.cases);
const seed = Number(values.seed);
if (![shard, shards, cases, seed].every(Number.isSafeInteger) || shard < 1 || shard > shards) {
  throw new Error('usage: npm run prove:authz -- [--shard 1/4] [--cases 12000] [--seed 1]');
}
mkdirSync(results, { recursive: true });

const oracle = createOracle(join(root, 'tests/authz/oracle'));
// A seed for each shard, far enough from one another that no two runs share cases.
const generated = generateCases(seed * 1_000 + shard, Math.ceil(cases / shards));
const comparison = compareCases(subject, oracle, generated);
const merged = mergeShards(join(results, 'oracle.json'), { seed, shard, shards, comparison });
process.stdout.write(`oracle ${values.shard}: ${comparison.cases} cases, ${comparison.disagreements} disagreements\n`);
let failed = merged.disagreements > 0;

if (shard === 1) {
  const judged = [...targetedCases(), ...generated.slice(0, 1_000)].map((one) => ({ one, answer: oracle.ask(one) }));
  const [decision, model] = [await checkDecision(root, judged), checkModel(oracle, judged, subject)];
  const mutants = decision.mutants + model.mutants;
  const killed = decision.killed + model.killed;
  const killRate = killed / mutants;
  save('mutation.json', { cases: judged.length, seed, mutants, killed, killRate, decision, model });
  process.stdout.write(`mutation: ${killed} of ${mutants} changes noticed\n`);
  failed ||= killed < mutants;

  const cpu = measureDecision();
  save('decision-cpu.json', cpu);
  for (const { name, medianUs } of cpu.decisions) process.stdout.write(`decision, ${name}: median ${medianUs} us\n`);
}
process.exitCode = failed ? 1 : 0;

function save(file: string, result: unknown): void {
  writeFileSync(join(results, file), `${JSON.stringify(result, null, 2)}\n`);
}
