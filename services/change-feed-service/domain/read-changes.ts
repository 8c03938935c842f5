import { AppError } from '@gymcoach/core/errors';
import type { ChangesPage, ChangesQuery } from './change.schema.ts';
import type { FeedStore } from './ports.ts';

/**
 * The changes after `since`, in order. Numbers have no gap, so a missing successor means that changes have expired which
 * the caller has not seen: 410 `sync.cursor-expired`, with the number from which to go on once everything was read anew.
 */
export async function readChanges(
  { feed }: { readonly feed: Pick<FeedStore, 'headOf' | 'after' | 'oldest'> },
  userId: string,
  { since, limit }: ChangesQuery,
): Promise<ChangesPage> {
  const head = await feed.headOf(userId);
  const from = since === undefined ? ((await feed.oldest(userId, head)) ?? head + 1) - 1 : Number(since);
  if (from > head) throw unknownCursor();
  const items = from === head ? [] : await feed.after(userId, from, { limit, head });
  if (items.length === 0 && from < head) throw expired(head);
  const last = from + items.length;
  return {
    items: items.map(({ change }) => change),
    page: { nextCursor: String(last), hasMore: last < head },
  };
}

const unknownCursor = (): AppError =>
  new AppError('bad-request', 'cursor.invalid', 'The cursor is beyond the last change of this user.');

function expired(head: number): AppError {
  const message =
    'Changes after this cursor are kept no longer: read the resources anew, then go on from `resumeAfter`.';
  return new AppError('gone', 'sync.cursor-expired', message, {
    issues: [
      {
        in: 'query',
        pointer: '/since',
        code: 'sync.cursor-expired',
        message: 'Too old.',
        params: { resumeAfter: String(head) },
      },
    ],
  });
}
