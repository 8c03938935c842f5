import { askSubject, differences, type Subject } from './ask-subject.ts';
import type { Answer, AuthzCase } from './authz-case.ts';
import type { Oracle } from './cedar-oracle.ts';

export interface Comparison {
  readonly cases: number;
  readonly allowed: number;
  readonly denied: number;
  /** How often each rule decided, so that a run that met only one of them shows. */
  readonly allowedBy: Readonly<Record<string, number>>;
  readonly deniedBy: Readonly<Record<string, number>>;
  readonly disagreements: number;
  /** The first few. */
  readonly examples: readonly { readonly in: readonly string[]; readonly case: AuthzCase }[];
}

/** Every case put to both sides. */
export function compareCases(subject: Subject, oracle: Oracle, cases: readonly AuthzCase[]): Comparison {
  const compared = cases.map((one) => {
    const ours = askSubject(subject, one);
    return { one, ours, found: differences(ours, oracle.ask(one)) };
  });
  const wrong = compared.filter(({ found }) => found.length > 0);
  const [allowed, denied] = [true, false].map((allow) =>
    compared.map(({ ours }) => ours).filter((ours) => ours.allow === allow),
  );
  return {
    cases: cases.length,
    allowed: allowed?.length ?? 0,
    denied: denied?.length ?? 0,
    allowedBy: countRules(allowed ?? []),
    deniedBy: countRules(denied ?? []),
    disagreements: wrong.length,
    examples: wrong.slice(0, 5).map(({ one, found }) => ({ in: found, case: one })),
  };
}

function countRules(answers: readonly Answer[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { rules, scope } of answers) {
    const name = [...rules, ...(scope === undefined ? [] : [scope])].join(' ');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}
