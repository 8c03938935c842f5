import { describedResults, describeResults } from '../reliability/describe-results.ts';
import { missedTargets } from '../reliability/proof.ts';
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

test('every proof is also run without what protects, or says why it has nothing to switch off', () => {
  const without = PROOFS.filter(
    ({ targets }) => !Object.keys(targets).some((path) => /protectionOff|unprotected/.test(path)),
  );
  expect(without.map(({ name }) => name)).toEqual(['load']); // a measurement, not a protection
});
