import type { ProofRun } from '../proof.ts';
import { measureFeed } from './measure-feed.ts';

const UNPROTECTED_RECORDS = 20;

/**
 * The feed's figures on tables in memory, and what becomes of them where nothing keeps a change from being numbered twice, and
 * where poison is not put aside. The engines run the same in reduced sizes, in the integration tests.
 */
export async function measureChangeFeed({ seed, size }: ProofRun) {
  const figures = await measureFeed({ seed, size });
  const unprotected = Math.min(size, UNPROTECTED_RECORDS);
  const { doubled } = await measureFeed({ seed, size: unprotected, without: 'deduplication' });
  const { blockedBehindPoison, lost } = await measureFeed({ seed, size: unprotected, without: 'isolation' });
  return { ...figures, protectionOff: { doubled, blockedBehindPoison, lost } };
}
