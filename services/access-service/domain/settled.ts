import { AppError, notFound } from '@gymcoach/core/errors';
import type { CommitOutcome } from './ports.ts';

/** A rule that did not hold is the caller's to hear of: 404 for a role that is not there, 409 `conflict.last-admin`. */
export function settled(outcome: CommitOutcome): 'done' | 'overtaken' {
  if (outcome === 'role-exists') throw notFound();
  if (outcome === 'one-stays') {
    throw new AppError('conflict', 'conflict.last-admin', 'This is the last admin who can act.');
  }
  return outcome;
}
