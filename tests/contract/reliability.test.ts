import { describedResults, describeResults } from '../reliability/describe-results.ts';
import { missedTargets, type Target } from '../reliability/proof.ts';
import { PROOFS } from '../reliability/proofs.ts';
import { readResults } from '../reliability/results.ts';

test('docs/reliability.md tells the recorded figures', () => {
  expect(describedResults()).toBe(describeResults(PROOFS, readResults()));
});

test('every proof was recorded in full, and met its targets', () => {
  const results = readResults();
  expect(Object.keys(results)).toEqual(PROOFS.map(({ name }) => name).toSorted());
  const sizes = PROOFS.map(({ name, size }) => [name, size.full]);
  expect(PROOFS.map(({ name }) => [name, results[name]?.size])).toEqual(sizes);
  expect(PROOFS.flatMap((proof) => missedTargets(proof, results[proof.name]?.figures ?? {}))).toEqual([]);
});

test('every proof is also run without what protects, and then something has to be wrong', () => {
  const isOfTheRunWithout = ([path, target]: readonly [string, Target]): boolean =>
    /\b(protectionOff|unprotected)\b/.test(path) && 'atLeast' in target && target.atLeast >= 1;
  const never = PROOFS.filter(({ targets }) => !Object.entries(targets).some(isOfTheRunWithout));
  expect(never.map(({ name }) => name)).toEqual(['load']); // a measurement: there is nothing to switch off
});
