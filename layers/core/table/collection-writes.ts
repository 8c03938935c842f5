import { randomUUID } from 'node:crypto';
import { type ConditionFailed, isConditionFailed } from '../clients/dynamodb.ts';
import { AppError, isAppError, notFound, staleVersion, unavailable } from '../errors.ts';
import { canonicalJson, ordered } from './canonical-json.ts';
import type { Collection, CollectionOptions, Prepared } from './collection.ts';
import { type Item, unmarshal, type Value } from './marshal.ts';
import { forgottenAnswer, once } from './once.ts';
import type { Row, Versioned } from './row.ts';
import { rowOf, tombstoneOf } from './row-of.ts';
import type { Table, Write } from './table.ts';

/** Tries of a creating PUT that meets others; each one lost is another writer's success. */
const ATTEMPTS = 5;

/** How a collection reads. */
interface Reads<T> {
  readonly current: (ownerId: string, id: string) => Promise<Row<T> | undefined>;
  readonly live: (row: Row<T> | undefined, ownerId: string, id: string) => Versioned<T> | undefined;
}

/** The half of a collection that writes. */
export function collectionWrites<T extends Value>(
  { table, ephemeral, type, key, lifetime, now, content = (data: T): Value => data }: CollectionOptions<T>,
  { current, live }: Reads<T>,
): Pick<Collection<T>, 'create' | 'createOnce' | 'update' | 'prepare' | 'remove'> {
  const writeOf = (next: Versioned<T>, previous: number): { write: Write; item: Item } => {
    const item = rowOf(key(next.ownerId, next.id), type, next, { writeId: randomUUID(), lifetime, now: now() });
    const when = previous === 0 ? 'absent' : { ownerId: next.ownerId, version: previous };
    return { write: { put: item, when }, item };
  };
  /** A retried write may meet its own first attempt, which had landed: that is success, not a conflict. */
  const commit = async (write: Write, item: Item, ...also: readonly Write[]): Promise<void> => {
    try {
      await table.write([write, ...also]);
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      const stored = storedItem(error, 0);
      if (stored?.['writeId'] === item['writeId']) return;
      // Or its first attempt had landed, and another writer went on from there: nobody can tell any more.
      if (error.ambiguous) throw unavailable('state.unknown', 'It is unknown whether the change was made.', error);
      throw lost(String(item['id']), stored, error);
    }
  };
  const first = (ownerId: string, id: string, version: number, data: T): Versioned<T> => {
    const at = new Date(now()).toISOString();
    return { id, ownerId, version, createdAt: at, updatedAt: at, data: ordered(data) };
  };
  const changed = (resource: Versioned<T>, data: T): Versioned<T> => {
    const at = new Date(now()).toISOString();
    const createdAt = resource.createdAt ?? at;
    return { ...resource, version: resource.version + 1, createdAt, updatedAt: at, data: ordered(data) };
  };
  const expectedOne = async (ownerId: string, id: string, expected: readonly number[]): Promise<Versioned<T>> => {
    const resource = live(await current(ownerId, id), ownerId, id);
    if (resource === undefined) throw notFound();
    if (!expected.includes(resource.version)) throw staleVersion(resource);
    return resource;
  };

  return {
    async create(ownerId, id, data) {
      for (let attempt = 1; ; attempt++) {
        const row = await current(ownerId, id);
        if (row?.state === 'live') {
          const existing = live(row, ownerId, id);
          if (existing !== undefined && canonicalJson(content(existing.data)) === canonicalJson(content(data)))
            return { resource: existing, created: false };
          const message = 'It exists already with other content; change it with PATCH.';
          throw new AppError('conflict', 'conflict.exists', message);
        }
        const resource = first(ownerId, id, (row?.version ?? 0) + 1, data);
        const { write, item } = writeOf(resource, row?.version ?? 0);
        try {
          await commit(write, item);
          return { resource, created: true };
        } catch (error) {
          // Somebody else wrote it since it was read: what is there now decides.
          if (!isAppError(error) || error.kind === 'unavailable') throw error;
          if (attempt === ATTEMPTS) throw unavailable('state.busy', 'The resource keeps changing; try again.', error);
        }
      }
    },

    async createOnce(ownerId, id, use, data) {
      const resource = { ...first(ownerId, id, 1, data), answeredIn: use.row.PK };
      const { write } = writeOf(resource, 0);
      const target = await once({ table, ephemeral }, use, id, write);
      if (target === id) return resource;
      const earlier = live(await current(ownerId, target), ownerId, target);
      if (earlier === undefined) throw notFound();
      return earlier;
    },

    async update(ownerId, id, expected, change) {
      const resource = await expectedOne(ownerId, id, expected);
      const next = changed(resource, change(resource.data));
      const { write, item } = writeOf(next, resource.version);
      await commit(write, item);
      return next;
    },

    async prepare(resource, data) {
      return { id: resource.id, write: writeOf(changed(resource, data), resource.version).write };
    },

    async remove(ownerId, id, expected, leftovers = () => []) {
      const resource = await expectedOne(ownerId, id, expected);
      const stamp = { writeId: randomUUID(), now: now(), leftovers: leftovers(resource.data) };
      const item = tombstoneOf(key(ownerId, id), type, resource, stamp);
      const forgotten = forgottenAnswer(ephemeral, resource, now());
      await commit({ put: item, when: { ownerId, version: resource.version } }, item, ...forgotten);
      return resource;
    },
  };
}

/** All of the changes or none. Throws 412 or 404 when one of the resources is not as it was loaded. */
export async function writeTogether(table: Table, changes: readonly Prepared[]): Promise<void> {
  try {
    await table.write(changes.map(({ write }) => write));
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const index = error.reasons.findIndex(({ code }) => code === 'ConditionalCheckFailed');
    throw lost(changes[index]?.id ?? '', storedItem(error, index), error);
  }
}

function storedItem(error: ConditionFailed, index: number): Item | undefined {
  const item = error.reasons[index]?.item;
  return item === undefined ? undefined : unmarshal(item);
}

/** Another write came first: 412 with what is there now, or 404 where nothing is. */
function lost(id: string, stored: Item | undefined, cause: unknown): AppError {
  const version = stored?.['version'];
  if (typeof version !== 'number' || stored?.['deletedAt'] !== undefined) return notFound(cause);
  return staleVersion({ id, version });
}
