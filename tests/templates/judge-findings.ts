import type { Finding } from './finding.ts';
import type { Suppression } from './suppression.ts';

export interface Judgement {
  /** Findings that no suppression covers. */
  readonly open: readonly Finding[];
  readonly suppressed: number;
  /** Suppressions, or parts of them, that cover nothing any more. */
  readonly unused: readonly string[];
  readonly expired: readonly string[];
}

/** @param today ISO date: a suppression holds until the end of its last day */
export function judgeFindings(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  today: string,
): Judgement {
  const open = findings.filter((finding) => !suppressions.some((one) => covers(one, finding)));
  return {
    open,
    suppressed: findings.length - open.length,
    unused: suppressions.flatMap((one) =>
      unusedParts(
        one,
        findings.filter((finding) => covers(one, finding)),
      ),
    ),
    expired: suppressions.filter(({ until }) => until < today).map((one) => `${nameOf(one)}: since ${one.until}`),
  };
}

export const covers = ({ rules, resources, stages }: Suppression, finding: Finding): boolean =>
  rules.includes(finding.rule) &&
  (resources.includes(finding.resource) || resources.includes(finding.type)) &&
  (stages?.includes(finding.stage) ?? true);

/** Each rule, resource and stage that is named has to be needed. */
function unusedParts(one: Suppression, covered: readonly Finding[]): readonly string[] {
  const rules = one.rules.filter((rule) => !covered.some((finding) => finding.rule === rule));
  const resources = one.resources.filter(
    (name) => !covered.some(({ resource, type }) => resource === name || type === name),
  );
  const stages = (one.stages ?? []).filter((stage) => !covered.some((finding) => finding.stage === stage));
  return [...rules, ...resources, ...stages].map((part) => `${nameOf(one)}: nothing to suppress for ${part}`);
}

const nameOf = ({ rules, resources }: Suppression): string => `${rules.join(', ')} of ${resources.join(', ')}`;
