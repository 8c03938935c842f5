import { join, resolve } from 'node:path';
import { checkDecision, checkModel } from '../authz/mutation/check-mutants.ts';
import { askSubject, differences } from '../authz/oracle/ask-subject.ts';
import { createOracle } from '../authz/oracle/cedar-oracle.ts';
import { compareCases } from '../authz/oracle/compare-cases.ts';
import { generateCases } from '../authz/oracle/generate-cases.ts';
import * as subject from '../authz/oracle/subject.ts';
import { targetedCases } from '../authz/oracle/targeted-cases.ts';

const root = resolve('.');
const oracle = createOracle(join(root, 'tests/authz/oracle'));
const generated = generateCases(20_261_122, 1_000);
const targeted = targetedCases();

jest.setTimeout(60_000);

test('the decision and the model in Cedar agree on 1,000 generated cases', () => {
  const { disagreements, examples, allowedBy, deniedBy } = compareCases(subject, oracle, generated);
  expect({ disagreements, examples }).toEqual({ disagreements: 0, examples: [] });
  // Each way to be allowed and to be refused was met, or the agreement says nothing.
  expect(Object.keys(allowedBy)).toEqual([
    ...['admin any', 'catalogue any', 'coach-link assigned', 'coach-of-link assigned'],
    ...['custom-role any', 'custom-role assigned', 'custom-role own', 'share shared', 'user own'],
  ]);
  expect(Object.keys(deniedBy)).toEqual([
    ...['account-not-active', 'admin-only', 'audit-by-system-only', 'no-grant', 'not-on-oneself', 'private'],
    ...['protected-field', 'role-denies', 'token-superseded', 'unknown-permission'],
  ]);
});

test('they agree on what every permission is asked with, and a change on either side is noticed', async () => {
  const judged = targeted.map((one) => ({ one, answer: oracle.ask(one) }));
  const disagreed = judged.filter(({ one, answer }) => differences(askSubject(subject, one), answer).length > 0);
  expect(disagreed).toEqual([]);
  expect(checkModel(oracle, judged, subject)).toMatchObject({ mutants: 26, killed: 26, survivors: [] });
  const reduced = await checkDecision(root, judged, (_, index) => index % 4 === 0);
  expect(reduced.survivors).toEqual([]);
  expect(reduced.mutants).toBeGreaterThan(80);
});
