import { notFound } from '../errors.ts';
import type { Key, Range } from './keys.ts';
import type { Value } from './marshal.ts';
import type { Once } from './once.ts';
import { type Row, readItem, type Versioned } from './row.ts';
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
  /** Begins the read that `load` or `read` will ask for in this request: see `Table.readAhead`. */
  readAhead(ownerId: string, id: string): void;
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
  prepare(resource: Versioned<T>, data: T): Promise<Prepared>;
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

/** @example const profiles = createCollection<Profile>({ table, ephemeral, type: 'profile', key: keys.profile, parse, now }); */
export function createCollection<T extends Value>(options: CollectionOptions<T>): Collection<T> {
  const { table, type, key, range, defaults } = options;

  const current = async (ownerId: string, id: string): Promise<Row<T> | undefined> => {
    const item = await table.get(key(ownerId, id));
    return item === undefined ? undefined : readItem(item, options);
  };
  const live = (row: Row<T> | undefined, ownerId: string, id: string): Versioned<T> | undefined => {
    if (row?.state === 'live' && row.resource.ownerId === ownerId) return row.resource;
    if (defaults === undefined || row !== undefined) return undefined;
    return { id, ownerId, version: 0, createdAt: undefined, updatedAt: undefined, data: defaults };
  };
  /** Loaded by the first write. */
  const writes = async () => (await import('../writes.ts')).collectionWrites(options, { current, live });

  return {
    async load(ownerId, id) {
      return live(await current(ownerId, id), ownerId, id);
    },

    readAhead: (ownerId, id) => table.readAhead(key(ownerId, id)),

    async read(ownerId, id) {
      const resource = live(await current(ownerId, id), ownerId, id);
      if (resource === undefined) throw notFound();
      return resource;
    },

    create: async (...call) => (await writes()).create(...call),
    createOnce: async (...call) => (await writes()).createOnce(...call),
    update: async (...call) => (await writes()).update(...call),
    prepare: async (...call) => (await writes()).prepare(...call),
    remove: async (...call) => (await writes()).remove(...call),

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
