import { createIdempotency, type Use } from '@gymcoach/core/idempotency';
import type { Once, Table } from '@gymcoach/core/table';

const USE: Use = {
  principalId: '6f1d1f3e-0b7a-4c2e-9d55-0a4f1c7e2b11',
  method: 'POST',
  route: '/v1/notes',
  key: 'k'.repeat(16),
  path: '/v1/notes',
  query: {},
  body: {},
  lockMs: 0,
};

/** Takes an idempotency key as the chain does. Its time is over at once, so the next one is the repeat of a request that was cut off. */
export async function beginOnce(ephemeral: Table, now: () => number, use: Partial<Use> = {}): Promise<Once> {
  const begun = await createIdempotency(ephemeral, now).begin({ ...USE, ...use });
  if (begun.answer !== undefined) throw new Error('it was answered before');
  return begun.use;
}
