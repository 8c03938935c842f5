import { unavailable } from '@gymcoach/core/errors';

const ATTEMPTS = 5;

/**
 * Does it again while somebody else was quicker: each attempt reads anew. Only `done`, or an object that came of it, can
 * be handed on: any other outcome of a write has to become a refusal first. Throws 503 when it stays so.
 */
export async function whileOvertaken<T extends object | 'done'>(attempt: () => Promise<T | 'overtaken'>): Promise<T> {
  for (let tries = 0; tries < ATTEMPTS; tries++) {
    const outcome = await attempt();
    if (outcome !== 'overtaken') return outcome;
  }
  throw unavailable('dependency.unavailable', 'This is being changed by others right now.', new Error('overtaken'));
}
