import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import type { Template } from '../support/package-stack.ts';
import { CROSS_RULES } from './cross-rules.ts';
import type { Finding } from './finding.ts';
import { CONTROL_TOWER } from './guard-program.ts';
import { filesAbout, ruleFiles, ruleNames } from './rule-names.ts';
import { runGuard } from './run-guard.ts';

export interface StackTemplate {
  readonly stack: string;
  readonly stage: string;
  readonly template: Template;
}

export interface Check {
  readonly findings: readonly Finding[];
  /** Every rule that was there. */
  readonly rules: readonly string[];
  /** Those that had something to judge. */
  readonly applied: readonly string[];
}

/** Our own rules, one file per item of the list. */
export const OWN_RULES = join(repositoryRoot, 'tests/templates/rules');

/** Checks templates by all rules: Control Tower's, ours, and those about how resources hang together. */
export async function checkTemplates(templates: readonly StackTemplate[]): Promise<Check> {
  const documents = new Map(templates.map((one) => [nameOf(one), one.template] as const));
  const files = [CONTROL_TOWER, OWN_RULES].flatMap(ruleFiles);
  const types = templates.flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type));
  const reports = await runGuard(documents, filesAbout(files, types));
  const applied = new Set<string>();
  const findings = templates.flatMap((one): readonly Finding[] => {
    const { stack, stage, template } = one;
    const of = (rule: string, resource: string, message: string): Finding => {
      applied.add(rule);
      return { rule, stack, stage, resource, type: template.Resources[resource]?.Type ?? '', message };
    };
    const report = reports.get(nameOf(one));
    if (report === undefined) throw new Error(`cfn-guard said nothing about ${nameOf(one)}`);
    for (const rule of report.passed) applied.add(rule);
    const guarded = report.findings.flatMap(({ rule, resources, message }) =>
      (resources.length === 0 ? ['(stack)'] : resources).map((resource) => of(rule, resource, message)),
    );
    const crossed = CROSS_RULES.flatMap(({ name, check }) =>
      check(template.Resources).map(({ resource, message }) => of(name, resource, message)),
    );
    return [...guarded, ...crossed];
  });
  for (const { name } of CROSS_RULES) applied.add(name);
  return {
    findings,
    rules: [...files.flatMap(ruleNames), ...CROSS_RULES.map(({ name }) => name)],
    applied: [...applied].toSorted(),
  };
}

const nameOf = ({ stack, stage }: StackTemplate): string => `${stack}.${stage}`;
