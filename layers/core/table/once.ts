import { createHash } from 'node:crypto';
import { isConditionFailed } from '../clients/dynamodb.ts';
import { AppError } from '../errors.ts';
import { keys } from './keys.ts';
import { unmarshal } from './marshal.ts';
import type { Table, Write } from './table.ts';

/** An idempotency key with its scope. */
export interface OnceKey {
  readonly principalId: string;
  readonly method: string;
  /** Route template. */
  readonly route: string;
  readonly key: string;
  /** Concrete path, `me` resolved: the same key on another path is a mistake of the caller. */
  readonly path: string;
}

const REMEMBERED_SECONDS = 24 * 60 * 60;

/**
 * Makes `writes` happen at most once per key in 24 hours: the row that remembers the key goes into the same transaction.
 * Gives the id of what exists now: `id`, or what the first use of the key created. Throws 422 `idempotency.key-reused`
 * when the key was used on another path.
 */
export async function once(
  { table, ephemeral, now }: { readonly table: Table; readonly ephemeral: Table; readonly now: () => number },
  scope: OnceKey,
  id: string,
  ...writes: readonly Write[]
): Promise<string> {
  const key = keys.idempotency(onceHash(scope));
  const seconds = Math.floor(now() / 1000);
  const memory = {
    ...key,
    v: 1,
    type: 'idempotency',
    target: id,
    path: scope.path,
    expiresAt: seconds + REMEMBERED_SECONDS,
  };
  try {
    await table.write([{ table: ephemeral.name, put: memory, when: { absentOrExpired: seconds } }, ...writes]);
    return id;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const found = error.reasons[0]?.item;
    const earlier = found === undefined ? await ephemeral.get(key) : unmarshal(found);
    const target = earlier?.['target'];
    if (earlier === undefined || typeof target !== 'string') throw error;
    if (earlier['path'] !== scope.path) throw reused();
    return target;
  }
}

/** Names the row of a key, also for who has to know of an earlier use before it calls `once`. */
// One field per line: none of the four can contain a line feed, so distinct scopes give distinct texts.
export const onceHash = ({ principalId, method, route, key }: OnceKey): string =>
  createHash('sha256').update([principalId, method, route, key].join('\n')).digest('hex');

const reused = (): AppError =>
  new AppError('unprocessable', 'idempotency.key-reused', 'This idempotency key was used for another request.');
