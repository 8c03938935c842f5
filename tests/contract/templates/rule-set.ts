import { pick, seededRandom } from '../../support/seeded-random.ts';
import { checkTemplates } from '../../templates/check-templates.ts';
import { EXAMPLE_TEMPLATE } from '../../templates/example-template.ts';
import { judgeFindings } from '../../templates/judge-findings.ts';
import { killMutants } from '../../templates/kill-mutants.ts';
import { listedMutants } from '../../templates/mutate-template.ts';
import { isAboutLint } from '../../templates/suppression.ts';
import { SUPPRESSIONS } from '../../templates/suppressions.ts';
import { everywhere, template } from './packaged-templates.ts';

const SAMPLE = 150;
const SEED = 1;
const withoutLint = SUPPRESSIONS.filter((one) => !isAboutLint(one));

/** The list of docs/operations/template-rules.md over every packaged template. */
export function ruleSet(): void {
  const templates = () => everywhere.map(([stack, stage]) => ({ stack, stage, template: template(stack, stage) }));
  const example = { stack: 'example', stage: 'prod', template: EXAMPLE_TEMPLATE };

  describe('the rules of templates', () => {
    test('find nothing that no suppression covers, and no suppression that covers nothing', async () => {
      const { findings, applied } = await checkTemplates(templates());
      const { open, unused } = judgeFindings(findings, withoutLint, '2000-01-01');
      expect(open).toEqual([]);
      expect(unused).toEqual([]);
      expect(applied.length).toBeGreaterThan(80);
    }, 120_000);

    test('find nothing in the example of what not every stack has', async () => {
      const { findings } = await checkTemplates([example]);
      expect(judgeFindings(findings, withoutLint, '2000-01-01').open).toEqual([]);
    }, 60_000);

    test('notice when a property that the list names goes or weakens (a sample)', async () => {
      const random = seededRandom(SEED);
      const mutants = [...templates(), example].flatMap(listedMutants);
      const kinds = [...Map.groupBy(mutants, ({ type, path, change }) => `${type} ${path} ${change}`).values()];
      const sample = kinds
        .toSorted(() => random() - 0.5)
        .slice(0, SAMPLE)
        .map((kind) => pick(random, kind));
      const verdicts = await killMutants(sample);
      const survived = verdicts.filter(({ fate }) => fate === 'survived');
      expect(survived.map(({ mutant: { type, path, change } }) => `${type} ${path} ${change}`)).toEqual([]);
      expect(verdicts.filter(({ fate }) => fate === 'killed').length).toBeGreaterThan(SAMPLE * 0.8);
    }, 120_000);
  });
}
