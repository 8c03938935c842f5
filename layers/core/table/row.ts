import type { Key } from './keys.ts';
import type { Item, Value } from './marshal.ts';

/** A resource at a version. A singleton without a row has version 0 and no times. */
export interface Versioned<T> {
  readonly id: string;
  readonly ownerId: string;
  readonly version: number;
  /** RFC 3339, UTC. */
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly data: T;
}

/** What a stored item is: a resource, or what is left of one. Both have a version to continue from. */
export type Row<T> =
  | { readonly state: 'live'; readonly version: number; readonly resource: Versioned<T> }
  | { readonly state: 'gone'; readonly version: number };

/** Schema version of the envelope (`v` on every item). */
const SCHEMA_VERSION = 1;
const TOMBSTONE_SECONDS = 90 * 24 * 60 * 60;

type PlainItem = Key & Readonly<Record<string, Value>>;

export function rowOf<T extends Value>(
  key: Key,
  type: string,
  resource: Versioned<T>,
  write: { readonly writeId: string; readonly lifetime: number | undefined; readonly now: number },
): PlainItem {
  return {
    ...key,
    v: SCHEMA_VERSION,
    type,
    id: resource.id,
    ownerId: resource.ownerId,
    version: resource.version,
    writeId: write.writeId,
    createdAt: resource.createdAt ?? null,
    updatedAt: resource.updatedAt ?? null,
    data: resource.data,
    ...(write.lifetime === undefined ? {} : { expiresAt: seconds(write.now) + write.lifetime }),
  };
}

export function tombstoneOf<T>(
  key: Key,
  type: string,
  resource: Versioned<T>,
  write: { readonly writeId: string; readonly now: number },
): PlainItem {
  return {
    ...key,
    v: SCHEMA_VERSION,
    type,
    id: resource.id,
    ownerId: resource.ownerId,
    version: resource.version + 1,
    writeId: write.writeId,
    deletedAt: new Date(write.now).toISOString(),
    expiresAt: seconds(write.now) + TOMBSTONE_SECONDS,
  };
}

/** Parses a stored item. One that is not of this type and shape is a bug or damage: it throws and is never guessed at. */
export function readItem<T>(
  item: Item,
  {
    type,
    parse,
    now,
  }: { readonly type: string; readonly parse: (data: unknown) => data is T; readonly now: () => number },
): Row<T> {
  const { v, id, ownerId, version, createdAt, updatedAt, deletedAt, expiresAt, data } = item;
  if (v !== SCHEMA_VERSION || item['type'] !== type || typeof version !== 'number') throw damaged(item);
  if (deletedAt !== undefined) return { state: 'gone', version };
  if (typeof expiresAt === 'number' && expiresAt <= seconds(now())) return { state: 'gone', version };
  if (typeof id !== 'string' || typeof ownerId !== 'string' || !parse(data)) throw damaged(item);
  const resource = { id, ownerId, version, createdAt: text(createdAt), updatedAt: text(updatedAt), data };
  return { state: 'live', version, resource };
}

const text = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
const damaged = (item: Item): Error => new Error(`damaged row ${String(item['PK'])} ${String(item['SK'])}`);
