import { writtenBy } from '../request-scope.ts';
import type { Key } from './keys.ts';
import type { Value } from './marshal.ts';
import { SCHEMA_VERSION, type Versioned } from './row.ts';

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

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
