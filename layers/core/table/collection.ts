import { randomUUID } from 'node:crypto';
import { type ConditionFailed, isConditionFailed } from '../clients/dynamodb.ts';
import { AppError, isAppError, notFound, staleVersion, unavailable } from '../errors.ts';
import { canonicalJson, ordered } from './canonical-json.ts';
import type { Key, Range } from './keys.ts';
import { type Item, unmarshal, type Value } from './marshal.ts';
import { forgottenAnswer, type Once, once } from './once.ts';
import { type Row, readItem, rowOf, tombstoneOf, type Versioned } from './row.ts';
import type { Table, Write } from './table.ts';

export interface CollectionOptions<T> {
  readonly table: Table;
  /** Where idempotency keys are remembered. */
  readonly ephemeral: Table;
  /** Entity type, written on every row: `profile`. */
  readonly type: string;
  readonly key: (ownerId: string, id: string) => Key;
  /** Where `list` looks; a singleton has none. */
  readonly range?: (ownerId: string) => Range;
  /** Stored data is parsed, not trusted: a row that fails is a 500 with the row's key in the log. */
  readonly parse: (data: unknown) => data is T;
  /** What of the data its writer sent; the rest does not count when a creating PUT is repeated. @default all of it */
  readonly content?: (data: T) => Value;
  /** A singleton that answers these, as version 0, while it has no row. */
  readonly defaults?: T;
  /** Seconds after which a row counts as absent; for short-lived resources. */
  readonly lifetime?: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Versioned resources of one type, each of one owner. Every write repeats owner and version as its condition. */
export interface Collection<T> {
  load(ownerId: string, id: string): Promise<Versioned<T> | undefined>;
  /** As `load`; throws 404 where there is none. */
  read(ownerId: string, id: string): Promise<Versioned<T>>;
  /**
   * A creating PUT: `created` false when the same content is there already. Throws 409 `conflict.exists` on other
   * content. An id that was deleted continues its version.
   */
  create(ownerId: string, id: string, data: T): Promise<{ readonly resource: Versioned<T>; readonly created: boolean }>;
  /** A creating POST: at most one resource per idempotency key; a repeat gives the one that the first made. */
  createOnce(ownerId: string, id: string, use: Once, data: T): Promise<Versioned<T>>;
  /** Read, check against the `expected` versions, change, write. Throws 404, or 412 with the current version. */
  update(ownerId: string, id: string, expected: readonly number[], change: (data: T) => T): Promise<Versioned<T>>;
  /** A change of a loaded resource, for `writeTogether`. */
  prepare(resource: Versioned<T>, data: T): Prepared;
  /**
   * Leaves a tombstone without data for 90 days, so that a re-created id continues its version. Throws 404 or 412. What
   * was answered when it was made is forgotten with it.
   * `leftovers` are kept in it: names of what lies elsewhere and is to be deleted next.
   */
  remove(
    ownerId: string,
    id: string,
    expected: readonly number[],
    leftovers?: (data: T) => readonly string[],
  ): Promise<Versioned<T>>;
  /** What the tombstone of a removed resource names, for a removal that was cut short after its row. */
  leftovers(ownerId: string, id: string): Promise<readonly string[]>;
  /** In key order, which is creation order for our ids. `last` is where the next page begins after. */
  list(
    ownerId: string,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<{ readonly items: readonly Versioned<T>[]; readonly last?: string }>;
}

/** Rows of one read of a list: deleted ones lie among them for 90 days. */
const READ_AT_ONCE = 100;
/** Tries of a creating PUT that meets others; each one lost is another writer's success. */
const ATTEMPTS = 5;

/** @example const profiles = createCollection<Profile>({ table, ephemeral, type: 'profile', key: keys.profile, parse, now }); */
export function createCollection<T extends Value>(options: CollectionOptions<T>): Collection<T> {
  const { table, ephemeral, type, key, range, defaults, lifetime, now, content = (data: T): Value => data } = options;

  const current = async (ownerId: string, id: string): Promise<Row<T> | undefined> => {
    const item = await table.get(key(ownerId, id));
    return item === undefined ? undefined : readItem(item, options);
  };
  const live = (row: Row<T> | undefined, ownerId: string, id: string): Versioned<T> | undefined => {
    if (row?.state === 'live' && row.resource.ownerId === ownerId) return row.resource;
    if (defaults === undefined || row !== undefined) return undefined;
    return { id, ownerId, version: 0, createdAt: undefined, updatedAt: undefined, data: defaults };
  };
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
    async load(ownerId, id) {
      return live(await current(ownerId, id), ownerId, id);
    },

    async read(ownerId, id) {
      const resource = live(await current(ownerId, id), ownerId, id);
      if (resource === undefined) throw notFound();
      return resource;
    },

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

    prepare(resource, data) {
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

    async leftovers(ownerId, id) {
      const row = await current(ownerId, id);
      return row?.state === 'gone' ? row.leftovers : [];
    },

    async list(ownerId, { limit, after }) {
      if (range === undefined) throw new TypeError(`${type} is not a list`);
      const items: Versioned<T>[] = [];
      let from = after;
      do {
        const page = await table.query(range(ownerId), { limit: Math.max(limit + 1, READ_AT_ONCE), after: from });
        for (const stored of page.items) {
          const row = readItem(stored, options);
          if (row.state === 'live' && row.resource.ownerId === ownerId) items.push(row.resource);
        }
        from = page.last;
      } while (from !== undefined && items.length <= limit);
      const shown = items.slice(0, limit);
      const end = shown.at(-1);
      return { items: shown, ...(items.length > limit && end !== undefined ? { last: key(ownerId, end.id).SK } : {}) };
    },
  };
}

/** A change that is not written yet. */
export interface Prepared {
  readonly id: string;
  readonly write: Write;
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
