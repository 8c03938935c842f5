import { isConditionFailed } from '../clients/dynamodb.ts';
import { AppError } from '../errors.ts';
import type { Key } from './keys.ts';
import { unmarshal } from './marshal.ts';
import type { Table, Write } from './table.ts';

/** One use of an idempotency key, as the chain has begun it: what a handler needs to act at most once. */
export interface Once {
  readonly key: string;
  /** Concrete path, `me` resolved. */
  readonly path: string;
  /** The key's row in the ephemeral table. */
  readonly row: Key;
  /** This use of the key. One that takes over from it gets another name, and then this one can write no more. */
  readonly attempt: string;
  /** Id of what an earlier use has made that was cut off before its answer was stored. */
  readonly made: string | undefined;
}

/**
 * Makes `writes` happen at most once per idempotency key: that they happened is written in the same transaction. Gives
 * the id of what exists now: `id`, or what an earlier use of the key has made. Throws 409 `idempotency.in-progress` when
 * another use has taken over, and the table's own failures when a condition of `writes` does not hold.
 *
 * @example const target = await once({ table, ephemeral }, use, id, { put: item, when: 'absent' });
 */
export async function once(
  { table, ephemeral }: { readonly table: Table; readonly ephemeral: Table },
  { row, attempt, made }: Once,
  id: string,
  ...writes: readonly Write[]
): Promise<string> {
  if (made !== undefined) return made;
  const fields = [
    ['attempt', '=', attempt],
    ['made', 'absent'],
  ] as const;
  try {
    await table.write([{ table: ephemeral.name, update: row, set: { made: id }, when: { fields } }, ...writes]);
    return id;
  } catch (error) {
    if (!isConditionFailed(error) || error.reasons[0]?.code !== 'ConditionalCheckFailed') throw error;
    const item = error.reasons[0].item;
    const found = item === undefined ? {} : unmarshal(item);
    if (found['attempt'] === attempt && typeof found['made'] === 'string') return found['made'];
    throw inProgress(error);
  }
}

/** Seconds for which an idempotency key is remembered. */
export const REMEMBERED_SECONDS = 24 * 60 * 60;
/** The row of a key is there at least until then: it was written before what it made, and TTL deletes late. */
const SURE_SECONDS = REMEMBERED_SECONDS - 60;

/** What takes the answer out of the row of the key that made a resource, as long as that row is there. */
export function forgottenAnswer(
  ephemeral: Table,
  { createdAt, answeredIn }: { readonly createdAt: string | undefined; readonly answeredIn?: string },
  now: number,
): readonly Write[] {
  const made = Math.floor(Date.parse(createdAt ?? '') / 1000);
  if (answeredIn === undefined || !(now / 1000 < made + SURE_SECONDS)) return [];
  const update = { PK: answeredIn, SK: '-' };
  const set = { answer: null, lockedUntil: 0, expiresAt: made + REMEMBERED_SECONDS };
  return [{ table: ephemeral.name, update, set, when: 'always' }];
}

/** Another use of the key is under way: 409, and soon its answer can be had. */
export const inProgress = (cause?: unknown): AppError =>
  new AppError('conflict', 'idempotency.in-progress', 'A request with this idempotency key is being carried out.', {
    cause,
    retryAfter: 1,
  });
