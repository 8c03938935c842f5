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
export const SCHEMA_VERSION = 1;
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
