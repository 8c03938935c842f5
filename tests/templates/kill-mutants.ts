import { readFileSync } from 'node:fs';
import type { Resource } from '../support/package-stack.ts';
import { OWN_RULES } from './check-templates.ts';
import { references } from './cross-rule.ts';
import { CROSS_RULES } from './cross-rules.ts';
import { CONTROL_TOWER } from './guard-program.ts';
import { covers } from './judge-findings.ts';
import type { Mutant } from './mutate-template.ts';
import { ruleFiles } from './rule-names.ts';
import { runGuard } from './run-guard.ts';
import { SUPPRESSIONS } from './suppressions.ts';

export interface Verdict {
  readonly mutant: Mutant;
  /** `excused`: the rule that must notice is suppressed for this very resource and stage, so there it demands nothing. */
  readonly fate: 'killed' | 'excused' | 'survived';
  /** Rules that noticed. */
  readonly by: readonly string[];
}

/**
 * Who notices each change: rules with a finding that the resource did not have before. A document holds the resource and what it
 * refers to, for to read whole stacks again for each change would take half an hour; the rules across resources see the whole stack.
 */
export async function killMutants(mutants: readonly Mutant[]): Promise<readonly Verdict[]> {
  const noticed = new Map<Mutant, readonly string[]>();
  for (const [type, ofType] of Map.groupBy(mutants, ({ type }) => type)) {
    for (const [mutant, rules] of await notice(type, ofType)) noticed.set(mutant, rules);
  }
  return mutants.map((mutant) => {
    const by = [...(noticed.get(mutant) ?? []), ...crossed(mutant)];
    return { mutant, by, fate: by.length > 0 ? 'killed' : isExcused(mutant) ? 'excused' : 'survived' };
  });
}

async function notice(type: string, mutants: readonly Mutant[]): Promise<ReadonlyMap<Mutant, readonly string[]>> {
  const documents = new Map<string, unknown>();
  for (const [index, mutant] of mutants.entries()) {
    documents.set(originalOf(mutant), documentOf(mutant, mutant.of.template.Resources[mutant.resource]));
    documents.set(`m${index}`, documentOf(mutant, mutant.mutated));
  }
  const rules = [CONTROL_TOWER, OWN_RULES].flatMap(ruleFiles).filter((file) => mentions(file, type));
  const reports = rules.length === 0 ? new Map() : await runGuard(documents, rules);
  const found = (name: string, resource: string): readonly string[] =>
    (reports.get(name)?.findings ?? [])
      .filter(
        ({ resources }: { resources: readonly string[] }) => resources.length === 0 || resources.includes(resource),
      )
      .map(({ rule }: { rule: string }) => rule);
  return new Map(
    mutants.map((mutant, index) => {
      const before = found(originalOf(mutant), mutant.resource);
      return [mutant, found(`m${index}`, mutant.resource).filter((rule) => !before.includes(rule))] as const;
    }),
  );
}

const originalOf = ({ of, resource }: Mutant): string => `${of.stack}.${of.stage}.${resource}`;

const texts = new Map<string, string>();
function mentions(file: string, type: string): boolean {
  const text = texts.get(file) ?? readFileSync(file, 'utf8');
  texts.set(file, text);
  return text.includes(`'${type}'`) || text.includes(`"${type}"`);
}

function documentOf({ of, resource }: Mutant, content: Resource | undefined): unknown {
  const near = references(content?.Properties).flatMap((id) => {
    const found = of.template.Resources[id];
    return found === undefined ? [] : [[id, found] as const];
  });
  return { AWSTemplateFormatVersion: '2010-09-09', Resources: { ...Object.fromEntries(near), [resource]: content } };
}

function crossed({ of, resource, mutated }: Mutant): readonly string[] {
  const { Resources } = of.template;
  return CROSS_RULES.flatMap(({ name, check }) => {
    const after = check({ ...Resources, [resource]: mutated });
    return after.length > check(Resources).length ? [name] : [];
  });
}

const isExcused = ({ of, resource, type, rule }: Mutant): boolean =>
  rule !== undefined &&
  SUPPRESSIONS.some((one) => covers(one, { rule, stack: of.stack, stage: of.stage, resource, type, message: '' }));
