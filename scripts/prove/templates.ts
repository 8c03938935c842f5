import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageAll, removeAll, STACKS, STAGES, template } from '../../tests/contract/templates/packaged-templates.ts';
import { pythonEnvironment } from '../../tests/deploy/python-environment.ts';
import { writeRules } from '../../tests/templates/describe-rules.ts';
import { proveTemplates } from '../../tests/templates/prove-templates.ts';
import { repositoryRoot } from '../build/repository-root.ts';

/**
 * Checks the packaged templates of every stack in every stage by all rules and by cfn-lint, then removes and weakens their
 * properties one by one and counts what is noticed. Results go to tests/templates/results. Ends with 1 for a finding, a
 * suppression that is over or not needed, and a change of what the list names that nobody notices.
 */
const results = join(repositoryRoot, 'tests/templates/results');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const { python } = pythonEnvironment({ say });
  say('packaging every stack for every stage ...');
  await packageAll();
  const templates = [...STACKS.keys()].flatMap((stack) =>
    STAGES.map((stage) => ({ stack, stage, template: template(stack, stage) })),
  );
  say('checking, and changing one property after the other (some minutes) ...');
  const { proof, judgement } = await proveTemplates(templates, python, new Date().toISOString().slice(0, 10));
  for (const { rule, stack, stage, resource, message } of judgement.open) {
    say(`${rule}: ${resource} of ${stack} in ${stage}: ${message}`);
  }
  for (const line of [...judgement.unused, ...judgement.expired]) say(`suppression ${line}`);
  for (const [place, count] of Object.entries(proof.listed.survivors)) say(`not noticed: ${place} (${count})`);
  writeRules();
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'templates.json'), `${JSON.stringify(proof, null, 2)}\n`);
  const { rules, listed, all } = proof;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  say(
    `templates: ${proof.templates}, ${proof.resources} resources; rules: ${rules.checked} of ${rules.all} had something to judge, and cfn-lint`,
  );
  say(
    `changes of any property: ${percent(all.killRate)} of ${all.mutants} noticed, ${percent(all.killRateWithLint)} with cfn-lint`,
  );
  say(
    `rules: ${rules.checked} checked, ${proof.findings} findings (${proof.suppressed} suppressed by ${proof.suppressions} reasons), ` +
      `${listed.killed} of ${listed.mutants} changes noticed (${percent(listed.killRate)})`,
  );
  const good =
    proof.findings + judgement.unused.length + judgement.expired.length === 0 && listed.killed === listed.mutants;
  process.exitCode = good ? 0 : 1;
} catch (error) {
  say(`templates were not proved: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  removeAll();
}
