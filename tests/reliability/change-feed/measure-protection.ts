import type { ProofRun } from '../proof.ts';
import { measureFeed } from './measure-feed.ts';

const UNPROTECTED_RECORDS = 20;

/** The feed's figures, and what becomes of them where nothing keeps a change from being numbered twice. */
export async function measureProtection({ seed, size }: ProofRun) {
  const figures = await measureFeed({ seed, size });
  const unprotected = Math.min(size, UNPROTECTED_RECORDS);
  const { doubled } = await measureFeed({ seed, size: unprotected, deduplicates: false });
  return { ...figures, protectionOff: { doubled } };
}
