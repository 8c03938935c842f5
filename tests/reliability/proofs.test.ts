import { withoutLog } from '../support/without-log.ts';
import { missedTargets } from './proof.ts';
import { PROOFS } from './proofs.ts';

const SEED = 1;
jest.setTimeout(120_000);

test.each(PROOFS.map((proof) => [proof.claim, proof] as const))('%s', async (_, proof) => {
  const figures = await withoutLog(() => proof.measure({ seed: SEED, size: proof.size.reduced }));
  expect({ missed: missedTargets(proof, figures), figures }).toEqual({ missed: [], figures });
});
