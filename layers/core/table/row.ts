import { writtenBy } from '../request-scope.ts';
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
  /** Partition of the idempotency key that made it: there, too, lies what was answered. */
  readonly answeredIn?: string;
  readonly data: T;
}

/** What a stored item is: a resource, or what is left of one. Both have a version to continue from. */
export type Row<T> =
  | { readonly state: 'live'; readonly version: number; readonly resource: Versioned<T> }
  | { readonly state: 'gone'; readonly version: number; readonly leftovers: readonly string[] };

/** Schema version of the envelope (`v` on every item). */
const SCHEMA_VERSION = 1;
const TOMBSTONE_SECONDS = 90 * 24 * 60 * 60;

type PlainItem = Key & Readonly<Record<string, Value>>;

/** What identifies one write: `writeId` is new for each, so that a repeated one can be told from another's. */
interface WriteStamp {
  readonly writeId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The item of a resource. With a `lifetime`, in seconds, it counts as absent after that. */
export function rowOf<T extends Value>(
  key: Key,
  type: string,
  resource: Versioned<T>,
  { lifetime, ...write }: WriteStamp & { readonly lifetime: number | undefined },
): PlainItem {
  return {
    ...envelope(key, type, resource, resource.version, write),
    createdAt: resource.createdAt ?? null,
    updatedAt: resource.updatedAt ?? null,
    ...(resource.answeredIn && { answeredIn: resource.answeredIn }),
    data: resource.data,
    ...(lifetime === undefined ? {} : { expiresAt: seconds(write.now) + lifetime }),
  };
}

/**
 * What is left of a resource: identity and version for 90 days, no data. `leftovers` names what lies elsewhere (objects in
 * a bucket) and has to go too.
 */
export const tombstoneOf = (
  key: Key,
  type: string,
  resource: Versioned<unknown>,
  { leftovers, ...write }: WriteStamp & { readonly leftovers: readonly string[] },
): PlainItem => ({
  ...envelope(key, type, resource, resource.version + 1, write),
  ...(leftovers.length === 0 ? {} : { leftovers }),
  deletedAt: new Date(write.now).toISOString(),
  expiresAt: seconds(write.now) + TOMBSTONE_SECONDS,
});

const envelope = (
  key: Key,
  type: string,
  { id, ownerId }: Versioned<unknown>,
  version: number,
  { writeId }: WriteStamp,
) => ({ ...key, v: SCHEMA_VERSION, type, id, ownerId, version, writeId, ...writtenBy() });

/** Parses a stored item. One that is not of this type and shape is a bug or damage: it throws and is never guessed at. */
export function readItem<T>(
  item: Item,
  {
    type,
    parse,
    now,
  }: { readonly type: string; readonly parse: (data: unknown) => data is T; readonly now: () => number },
): Row<T> {
  const { v, id, ownerId, version, createdAt, updatedAt, deletedAt, expiresAt, leftovers, answeredIn, data } = item;
  if (v !== SCHEMA_VERSION || item['type'] !== type || typeof version !== 'number') throw damaged(item);
  if (deletedAt !== undefined) return { state: 'gone', version, leftovers: texts(leftovers) };
  if (typeof expiresAt === 'number' && expiresAt <= seconds(now())) return { state: 'gone', version, leftovers: [] };
  if (typeof id !== 'string' || typeof ownerId !== 'string' || !parse(data)) throw damaged(item);
  const times = { createdAt: text(createdAt), updatedAt: text(updatedAt) };
  const resource = { id, ownerId, version, ...times, ...(typeof answeredIn === 'string' && { answeredIn }), data };
  return { state: 'live', version, resource };
}

const texts = (value: Value | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((inner) => typeof inner === 'string') : [];
const text = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
const damaged = (item: Item): Error => new Error(`damaged row ${String(item['PK'])} ${String(item['SK'])}`);
