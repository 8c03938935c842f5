import { checkTemplates, type StackTemplate } from './check-templates.ts';
import { EXAMPLE_TEMPLATE } from './example-template.ts';
import type { Finding } from './finding.ts';
import { type Judgement, judgeFindings } from './judge-findings.ts';
import { documentOf, killMutants, type Verdict } from './kill-mutants.ts';
import { allMutants, listedMutants } from './mutate-template.ts';
import { runCfnLint } from './run-cfn-lint.ts';
import { SUPPRESSIONS } from './suppressions.ts';

export interface KillRate {
  /** Changes that some rule has to notice: those that a suppression excuses are counted apart. */
  readonly mutants: number;
  readonly killed: number;
  readonly killRate: number;
  readonly excused: number;
  /** `AWS::Lambda::Function Properties.Role removed`, with how many resources it is true of. */
  readonly survivors: Readonly<Record<string, number>>;
}

export interface TemplateProof {
  readonly templates: number;
  readonly resources: number;
  /** Rules that had something to judge, of all that there are. */
  readonly rules: { readonly all: number; readonly checked: number; readonly lint: number };
  readonly findings: number;
  readonly suppressions: number;
  readonly suppressed: number;
  /** What section 3 of the list names. */
  readonly listed: KillRate;
  /** Every property of every resource in prod, named by the list or not. */
  readonly all: KillRate & { readonly killedWithLint: number; readonly killRateWithLint: number };
}

/** Everything: findings of guard, of the rules across resources and of cfn-lint, and who notices each change. */
export async function proveTemplates(
  templates: readonly StackTemplate[],
  python: string,
  today: string,
): Promise<{ readonly proof: TemplateProof; readonly judgement: Judgement }> {
  const example: StackTemplate = { stack: 'example', stage: 'prod', template: EXAMPLE_TEMPLATE };
  const check = await checkTemplates(templates);
  const linted = await lint(templates, python);
  const judgement = judgeFindings([...check.findings, ...linted], SUPPRESSIONS, today);
  const listed = await killMutants([...templates, example].flatMap(listedMutants));
  const all = await killMutants(templates.filter(({ stage }) => stage === 'prod').flatMap(allMutants));
  const alsoLinted = await killedByLint(all, python);
  const rate = killRate(all.filter((verdict) => !alsoLinted.has(placeOf(verdict))));
  const plain = killRate(all);
  const killedWithLint = plain.mutants - (rate.mutants - rate.killed);
  return {
    judgement,
    proof: {
      templates: templates.length,
      resources: templates.reduce((sum, { template }) => sum + Object.keys(template.Resources).length, 0),
      rules: {
        all: check.rules.length,
        checked: check.applied.length,
        lint: new Set(linted.map(({ rule }) => rule)).size,
      },
      findings: judgement.open.length,
      suppressions: SUPPRESSIONS.length,
      suppressed: judgement.suppressed,
      listed: killRate(listed),
      all: {
        ...plain,
        survivors: rate.survivors,
        killedWithLint,
        killRateWithLint: killedWithLint / plain.mutants,
      },
    },
  };
}

async function lint(templates: readonly StackTemplate[], python: string): Promise<readonly Finding[]> {
  const byName = new Map<string, StackTemplate>(templates.map((one) => [`${one.stack}.${one.stage}`, one]));
  const documents = new Map<string, unknown>([...byName].map(([name, { template }]) => [name, template]));
  return (await runCfnLint(python, documents)).map(({ document, rule, resource, message }) => {
    const { stack = '', stage = '', template } = byName.get(document) ?? {};
    return { rule, stack, stage, resource, type: template?.Resources[resource]?.Type ?? '', message };
  });
}

/** Of survivors, those places in which cfn-lint finds an error that was not there: one of each kind is asked. */
async function killedByLint(verdicts: readonly Verdict[], python: string): Promise<ReadonlySet<string>> {
  const survivors = [
    ...Map.groupBy(
      verdicts.filter(({ fate }) => fate === 'survived'),
      placeOf,
    ),
  ];
  const documents = survivors.flatMap(([, [first]], index) => {
    if (first === undefined) return [];
    const { mutant } = first;
    return [
      [`${index}-before`, documentOf(mutant, mutant.original)] as const,
      [`${index}-after`, documentOf(mutant, mutant.mutated)] as const,
    ];
  });
  const errors = (await runCfnLint(python, new Map(documents))).filter(({ rule }) => rule.startsWith('E'));
  const found = Map.groupBy(errors, ({ document }) => document);
  const texts = (document: string): ReadonlySet<string> =>
    new Set((found.get(document) ?? []).map(({ rule, message }) => `${rule} ${message}`));
  return new Set(
    survivors
      .filter((_, index) => texts(`${index}-after`).difference(texts(`${index}-before`)).size > 0)
      .map(([place]) => place),
  );
}

export function killRate(verdicts: readonly Verdict[]): KillRate {
  const judged = verdicts.filter(({ fate }) => fate !== 'excused');
  const survivors = Map.groupBy(
    judged.filter(({ fate }) => fate === 'survived'),
    placeOf,
  );
  const killed = judged.filter(({ fate }) => fate === 'killed').length;
  return {
    mutants: judged.length,
    killed,
    killRate: killed / judged.length,
    excused: verdicts.length - judged.length,
    survivors: Object.fromEntries([...survivors].map(([place, of]) => [place, of.length]).toSorted()),
  };
}

const placeOf = ({ mutant: { type, path, change } }: Verdict): string => `${type} ${path} ${change.slice(0, 80)}`;
