import type { RoleDocument } from './role-document.ts';

/** That somebody has a role. */
export interface Assignment {
  readonly role: string;
  /** Epoch milliseconds; at this instant it has ended. `Infinity` for no end. */
  readonly until: number;
}

/** Where custom roles are. A read is strongly consistent; a failed one rejects, and never counts as absent. */
export interface RoleStore {
  /** A role's document; undefined when there is no such role. */
  document(name: string): Promise<RoleDocument | undefined>;
}

/**
 * An assignment row `{ v: 1, type: 'role-assignment', role, until? }` as stored, `until` in epoch milliseconds; undefined
 * for what is left of one that was deleted. Throws on any other shape: it may be a role that denies.
 */
export function parseAssignment(row: Readonly<Record<string, unknown>>): Assignment | undefined {
  const { v, type, role, until = Number.POSITIVE_INFINITY, deletedAt } = row;
  if (deletedAt !== undefined) return undefined;
  if (v !== 1 || type !== 'role-assignment' || typeof role !== 'string' || role === '')
    throw unknownShape('assignment');
  if (typeof until !== 'number' || Number.isNaN(until)) throw unknownShape('assignment');
  return { role, until };
}

/**
 * A role row `{ v: 1, type: 'role', data: { allow, deny, disabled? } }` as stored; undefined for what is left of one that
 * was deleted. Throws on any other shape: its denials could not be kept.
 */
export function parseRoleRow(name: string, row: Readonly<Record<string, unknown>>): RoleDocument | undefined {
  const { v, type, data, deletedAt } = row;
  if (deletedAt !== undefined) return undefined;
  if (v !== 1 || type !== 'role' || typeof data !== 'object' || data === null) throw unknownShape('role');
  const { allow, deny = [], disabled = false } = data as Readonly<Record<string, unknown>>; // any object has properties
  if (!isTexts(allow) || !isTexts(deny) || typeof disabled !== 'boolean') throw unknownShape('role');
  return { name, allow, deny, disabled };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');

const unknownShape = (what: string): Error => new Error(`A row of type ${what} has an unknown shape.`);
