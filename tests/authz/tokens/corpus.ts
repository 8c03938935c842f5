import { bearerCases } from './corpus-bearer.ts';
import { claimCases } from './corpus-claims.ts';
import { headerCases } from './corpus-header.ts';
import { keyCases } from './corpus-keys.ts';
import type { Forge } from './forge.ts';
import type { TokenCase } from './token-case.ts';

/** Every attack on the token rules that we know of, with the controls that show that honest tokens pass. */
export const corpus = (forge: Forge): readonly TokenCase[] => [
  ...bearerCases(forge),
  ...headerCases(forge),
  ...claimCases(forge),
  ...keyCases(forge),
];

/** Cases of which at least one answer is a refusal. */
export const isAttack = ({ steps }: TokenCase): boolean => steps.some(({ expected }) => expected !== 200);
