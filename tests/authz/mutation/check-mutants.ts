import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askSubject, differences, type Subject } from '../oracle/ask-subject.ts';
import type { Answer, AuthzCase } from '../oracle/authz-case.ts';
import type { Oracle } from '../oracle/cedar-oracle.ts';
import { loadSubject } from './load-subject.ts';
import { type Mutant, mutantsOf } from './mutate.ts';

/** What decides, by module; of a module that also does other things, only the constant that decides. */
const DECIDING: readonly (readonly [module: string, within?: string])[] = [
  ['decide'],
  ['built-in-roles'],
  ['compiled-role'],
  ['role-document'],
  ['principal'],
  ['share'],
  ['protected-fields'],
  ['coach-link', 'isInForce'],
];

export interface KillRate {
  readonly mutants: number;
  readonly killed: number;
  readonly byOperator: Readonly<Record<string, { readonly mutants: number; readonly killed: number }>>;
  readonly survivors: readonly string[];
}

export interface Judged {
  readonly one: AuthzCase;
  readonly answer: Answer;
}

/** Each change of each module that decides, taken when `choose` says so; killed when a case shows a difference. */
export async function checkDecision(
  root: string,
  judged: readonly Judged[],
  choose: (mutant: Mutant, index: number) => boolean = () => true,
): Promise<KillRate> {
  const results: { name: string; operator: string; killed: boolean }[] = [];
  for (const [module, within] of DECIDING) {
    const file = join(root, `layers/core/auth/${module}.ts`);
    for (const mutant of mutantsOf(readFileSync(file, 'utf8'), within).filter(choose)) {
      const killed = await isKilled(root, file, mutant, judged);
      results.push({ name: `${module} ${mutant.name}`, operator: mutant.operator, killed });
    }
  }
  return rateOf(results);
}

/** Each policy of the model removed: only cases that it had decided can tell. */
export function checkModel(oracle: Oracle, judged: readonly Judged[], subject: Subject): KillRate {
  const results = oracle.policyIds.map((id) => {
    const without = oracle.without(id);
    const killed = judged
      .filter(({ answer }) => answer.policies.includes(id))
      .some(({ one }) => differences(askSubject(subject, one), without.ask(one)).length > 0);
    return { name: `policy ${id}`, operator: 'policy removed', killed };
  });
  return rateOf(results);
}

async function isKilled(root: string, file: string, { code }: Mutant, judged: readonly Judged[]): Promise<boolean> {
  const subject = await loadSubject(root, file, code);
  try {
    return judged.some(({ one, answer }) => differences(askSubject(subject, one), answer).length > 0);
  } catch {
    return true; // a decision that throws is noticed
  }
}

function rateOf(
  results: readonly { readonly name: string; readonly operator: string; readonly killed: boolean }[],
): KillRate {
  const operators = [...new Set(results.map(({ operator }) => operator))];
  const count = (list: readonly { readonly killed: boolean }[]) => ({
    mutants: list.length,
    killed: list.filter(({ killed }) => killed).length,
  });
  return {
    ...count(results),
    byOperator: Object.fromEntries(
      operators.map((name) => [name, count(results.filter(({ operator }) => operator === name))]),
    ),
    survivors: results.filter(({ killed }) => !killed).map(({ name }) => name),
  };
}
