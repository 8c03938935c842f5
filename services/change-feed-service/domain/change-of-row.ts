import type { RowChange } from '@gymcoach/core/stream';
import type { Change } from './change.schema.ts';
import { MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_NAMES } from './change-limits.ts';
import { type CountedRow, countedRow } from './counted-rows.ts';

type Row = NonNullable<RowChange['after']>;
type Verb = 'created' | 'updated' | 'deleted';

const SCHEMA_VERSION = 1;

/**
 * What a change of a row means to the person whose row it is; nothing, where it does not count. Resources end as
 * tombstones, so the removal of a row is no change: it is TTL at work, or the erasure of the person, feed and all.
 * Throws on a row that counts and cannot be understood.
 */
export function changeOfRow(row: RowChange, identify: (parts: readonly string[]) => string): Change | undefined {
  const { kind, key, userId, before, after, at } = row;
  const counted = countedRow(key.SK);
  if (counted === undefined || userId === undefined || kind === 'REMOVE') return undefined;
  if (after === undefined) throw new Error('the row that was written is missing');
  const { version, id } = identityOf(after);
  const verb = verbOf(kind, before, after, version);
  if (verb === undefined) return undefined;
  const { by, traceId } = after;
  return {
    id: identify([key.PK, key.SK, String(version), verb]),
    type: `gymcoach.${counted.service}.${counted.kind}.${verb}.v1`,
    time: timeOf(after, at),
    actor: isText(by) ? { kind: 'user', id: by } : { kind: 'system' },
    subjectId: userId,
    resource: { kind: counted.kind, id, version },
    data: { changed: verb === 'deleted' ? [] : changedNames(counted, before, after) },
    ...(isText(traceId) ? { traceId } : {}),
  };
}

function identityOf({ v, version, id }: Row): { readonly version: number; readonly id: string } {
  if (v !== SCHEMA_VERSION) throw new Error('the row has an unknown schema version');
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    throw new Error('the row has no version');
  }
  if (!isText(id)) throw new Error('the row has no id');
  return { version, id };
}

/** A row that was touched without a new version (its place in an index, say) is the same resource as before. */
function verbOf(kind: RowChange['kind'], before: Row | undefined, after: Row, version: number): Verb | undefined {
  if (isGone(after)) return isGone(before) ? undefined : 'deleted';
  if (kind === 'INSERT' || isGone(before)) return 'created';
  if (before === undefined) return version === 1 ? 'created' : 'updated'; // the stream has lost it: as good as known
  return before['version'] === version ? undefined : 'updated';
}

const isGone = (row: Row | undefined): boolean => row?.['deletedAt'] !== undefined;
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH;

function timeOf({ deletedAt, updatedAt }: Row, at: number): string {
  const stored = typeof deletedAt === 'string' ? deletedAt : updatedAt;
  const time = typeof stored === 'string' ? Date.parse(stored) : Number.NaN;
  return new Date(Number.isNaN(time) ? at : time).toISOString();
}

/** Names only: what the values were and are is for who may read the resource. */
function changedNames({ fields }: CountedRow, before: Row | undefined, after: Row): string[] {
  const [old, now] = [visible(before, fields), visible(after, fields)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => name.length <= MAX_NAME_LENGTH && JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  );
  return names.sort().slice(0, MAX_NAMES);
}

/** Nothing of a tombstone: its data is gone, and a resource that is created again is new as a whole. */
function visible(row: Row | undefined, fields: CountedRow['fields']): Readonly<Record<string, unknown>> {
  if (row === undefined || isGone(row)) return {};
  if (fields !== 'data') return Object.fromEntries(fields.flatMap((name) => (name in row ? [[name, row[name]]] : [])));
  const data: unknown = row['data'];
  return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {}; // just checked
}
