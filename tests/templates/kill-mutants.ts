import type { Resource } from '../support/package-stack.ts';
import { OWN_RULES } from './check-templates.ts';
import { references } from './cross-rule.ts';
import { CROSS_RULES } from './cross-rules.ts';
import { CONTROL_TOWER } from './guard-program.ts';
import { covers } from './judge-findings.ts';
import type { Mutant } from './mutate-template.ts';
import { filesAbout, ruleFiles } from './rule-names.ts';
import { type GuardReport, runGuard } from './run-guard.ts';
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
    documents.set(originalOf(mutant), documentOf(mutant, mutant.original));
    documents.set(`m${index}`, documentOf(mutant, mutant.mutated));
  }
  const rules = filesAbout([CONTROL_TOWER, OWN_RULES].flatMap(ruleFiles), [type]);
  const reports = rules.length === 0 ? new Map<string, GuardReport>() : await runGuard(documents, rules);
  const found = (name: string, resource: string): readonly string[] =>
    (reports.get(name)?.findings ?? [])
      .filter(({ resources }) => resources.length === 0 || resources.includes(resource))
      .map(({ rule }) => rule);
  return new Map(
    mutants.map((mutant, index) => {
      const before = found(originalOf(mutant), mutant.resource);
      return [mutant, found(`m${index}`, mutant.resource).filter((rule) => !before.includes(rule))] as const;
    }),
  );
}

const originalOf = ({ of, resource, focus }: Mutant): string => `${of.stack}.${of.stage}.${resource}.${focus}`;

/** The resource with what it refers to, as a template. */
export function documentOf({ of, resource }: Mutant, content: Resource): unknown {
  const near = references(content.Properties).flatMap((id) => {
    const found = of.template.Resources[id];
    return found === undefined ? [] : [[id, found] as const];
  });
  return { AWSTemplateFormatVersion: '2010-09-09', Resources: { ...Object.fromEntries(near), [resource]: content } };
}

/** Of unchanged stacks, by stack and rule. */
const violations = new Map<string, number>();

function crossed({ of, resource, mutated }: Mutant): readonly string[] {
  const { Resources } = of.template;
  return CROSS_RULES.flatMap(({ name, check }) => {
    const key = `${of.stack}.${of.stage}.${name}`;
    const before = violations.get(key) ?? check(Resources).length;
    violations.set(key, before);
    return check({ ...Resources, [resource]: mutated }).length > before ? [name] : [];
  });
}

const isExcused = ({ of, resource, type, rule }: Mutant): boolean =>
  rule !== undefined &&
  SUPPRESSIONS.some((one) => covers(one, { rule, stack: of.stack, stage: of.stage, resource, type, message: '' }));
