import { log } from '@gymcoach/core/log';
import { keys, type Table } from '@gymcoach/core/table';
import type { Directory } from '../domain/ports.ts';

/** What was asked of a user pool that is not there. */
export type DirectoryCall = readonly [
  call: 'addToGroup' | 'removeFromGroup' | 'signOut',
  userId: string,
  group?: string,
];

/**
 * Stands in for the user pool where it cannot do what is asked, on a laptop and in tests: notes the calls. Whoever has a
 * row of their own in the main table is a person.
 */
export function recordingDirectory(
  main: Pick<Table, 'query'>,
): Directory & { readonly calls: readonly DirectoryCall[] } {
  const calls: DirectoryCall[] = [];
  const note = async (...call: DirectoryCall): Promise<void> => {
    calls.push(call);
    log('info', 'asked of the user pool', { call: call.join(' ') });
  };
  return {
    calls,
    async exists(userId) {
      const { items } = await main.query(keys.rowsOf(userId), { limit: 1 });
      return items.length > 0;
    },
    addToGroup: (userId, group) => note('addToGroup', userId, group),
    removeFromGroup: (userId, group) => note('removeFromGroup', userId, group),
    signOut: (userId) => note('signOut', userId),
  };
}
