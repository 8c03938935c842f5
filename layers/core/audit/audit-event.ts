import { createHash } from 'node:crypto';
import type { Item, Value } from '../table.ts';

/** What is recorded of one change. Ids and fixed words only: no names, addresses or contents of people. */
export interface AuditRecord {
  /** Who did it: a user id, or `system`. */
  readonly actor: string;
  /** What was done, `thing.done`: `role.created`. */
  readonly action: string;
  /** Whom it concerns: a user id, or `system`. */
  readonly subject: string;
  readonly resource: { readonly kind: string; readonly id: string };
  /** @default done */
  readonly outcome?: 'done' | 'refused';
  /** Why, in the words of the actor. */
  readonly reason?: string | undefined;
}

/** A record as it was stored, with its place in the chain of its day and shard. */
export interface AuditEvent {
  /** A ULID: sorts by time. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly resource: { readonly kind: string; readonly id: string };
  readonly outcome: 'done' | 'refused';
  readonly reason?: string;
  /** How often within the minute; of refusals only. */
  readonly count?: number;
}

/** Where an event stands: `sequence` counts from 1, `previous` is the hash of the one before. */
export interface Link {
  readonly day: string;
  readonly shard: number;
  readonly sequence: number;
  readonly previous: string;
}

/** What the first event of a chain follows. */
export const NO_HASH = '0'.repeat(64);

/** SHA-256 over every field of an event and its place, in a fixed order. */
export function hashOf(event: AuditEvent, { day, shard, sequence, previous }: Link): string {
  const { id, time, actor, action, subject, resource, outcome, reason = null } = event;
  const fields = [previous, day, shard, sequence, id, time, actor, action, subject, resource.kind, resource.id];
  return createHash('sha256')
    .update(JSON.stringify([...fields, outcome, reason]))
    .digest('hex');
}

/** An event as stored; undefined for a row of another shape. */
export function readEvent(item: Item): AuditEvent | undefined {
  const { id, time, actor, action, subject, resource, outcome, reason, count } = item;
  if (!isText(id) || !isText(time) || !isText(actor) || !isText(action) || !isText(subject)) return undefined;
  if (outcome !== 'done' && outcome !== 'refused') return undefined;
  const about = readResource(resource);
  if (about === undefined) return undefined;
  return {
    ...{ id, time, actor, action, subject, resource: about, outcome },
    ...(isText(reason) ? { reason } : {}),
    ...(typeof count === 'number' ? { count } : {}),
  };
}

/** The place of a chained event as stored; undefined for a row of another shape. */
export function readLink(item: Item): (Link & { readonly hash: string }) | undefined {
  const { day, shard, sequence, previous, hash } = item;
  if (!isText(day) || !isText(previous) || !isText(hash)) return undefined;
  return typeof shard === 'number' && typeof sequence === 'number'
    ? { day, shard, sequence, previous, hash }
    : undefined;
}

/** `yyyyMM` of an instant in epoch milliseconds. */
export const monthOf = (at: number): string => dayOf(at).slice(0, 6);

/** `yyyyMMdd` of an instant in epoch milliseconds, in UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');

function readResource(value: Value | undefined): AuditEvent['resource'] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, id } = value as { kind?: unknown; id?: unknown }; // both are checked on the next line
  return isText(kind) && isText(id) ? { kind, id } : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
