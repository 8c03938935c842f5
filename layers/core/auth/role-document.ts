import { CATALOGUE, KINDS, type Permission } from './catalogue.ts';
import type { CompiledRole, RoleScope, ScopedPermissions } from './compiled-role.ts';

/** A custom role as it is stored: entries are `kind:verb` or `kind:verb:scope`, `*` for every kind or every verb. */
export interface RoleDocument {
  readonly name: string;
  /** Scope `own` where an entry has none. */
  readonly allow: readonly string[];
  /** Scope `any` where an entry has none. */
  readonly deny: readonly string[];
  readonly disabled?: boolean | undefined;
}

/** Why an entry counts for nothing; the first that applies, in this order. */
export type RejectionReason = 'not-two-or-three-parts' | 'unknown-kind' | 'unknown-verb' | 'unknown-scope';

/** An entry that was dropped, by its place, so that a report repeats nothing that was sent. */
export interface RejectedEntry {
  readonly list: 'allow' | 'deny';
  readonly index: number;
  readonly reason: RejectionReason;
}

export interface ParsedEntry {
  readonly permissions: readonly Permission[];
  readonly scope: RoleScope;
}

const KIND_NAMES: ReadonlySet<string> = new Set(KINDS);
const EVERY = '*';

/**
 * Compiles a role, once per reading of its document. Entries outside the catalogue are dropped and reported: they widen
 * nothing. Exact and case-sensitive.
 *
 * @example
 * const { role, rejected } = parseRoleDocument({ name: 'dietitian', allow: ['nutrition:read:any'], deny: [] });
 */
export function parseRoleDocument({ name, allow, deny, disabled = false }: RoleDocument): {
  readonly role: CompiledRole;
  readonly rejected: readonly RejectedEntry[];
} {
  const rejected: RejectedEntry[] = [];
  const granted = compile('allow', allow, 'own', rejected);
  const denied = compile('deny', deny, 'any', rejected);
  const role = disabled ? { allow: NOTHING, deny: NOTHING } : { allow: granted, deny: denied };
  const needsLink = role.allow.assigned.size > 0 || role.deny.assigned.size > 0;
  return { role: { name, ...role, needsLink }, rejected };
}

/** One entry, or why it is none. `*` stands for every kind, or every verb, of the catalogue; a scope has no wildcard. */
export function parseEntry(entry: string, defaultScope: RoleScope): ParsedEntry | RejectionReason {
  const [kind = '', verb, scope = defaultScope, ...more] = entry.split(':');
  if (verb === undefined || more.length > 0) return 'not-two-or-three-parts';
  if (kind !== EVERY && !KIND_NAMES.has(kind)) return 'unknown-kind';
  const entries = [...CATALOGUE.values()].filter((known) => kind === EVERY || known.kind === kind);
  const named = entries.filter((known) => verb === EVERY || known.verb === verb);
  if (named.length === 0) return 'unknown-verb';
  return isScope(scope) ? { permissions: named.map(({ permission }) => permission), scope } : 'unknown-scope';
}

const isScope = (text: string): text is RoleScope => text === 'own' || text === 'assigned' || text === 'any';

const NOTHING: ScopedPermissions = { own: new Set(), assigned: new Set(), any: new Set() };

function compile(
  list: RejectedEntry['list'],
  entries: readonly string[],
  defaultScope: RoleScope,
  rejected: RejectedEntry[],
): ScopedPermissions {
  const sets = { own: new Set<Permission>(), assigned: new Set<Permission>(), any: new Set<Permission>() };
  for (const [index, entry] of entries.entries()) {
    const parsed = parseEntry(entry, defaultScope);
    if (typeof parsed === 'string') rejected.push({ list, index, reason: parsed });
    else for (const permission of parsed.permissions) sets[parsed.scope].add(permission);
  }
  return sets;
}
