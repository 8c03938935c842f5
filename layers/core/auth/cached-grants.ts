import { log } from '../log.ts';
import { ACTIVE_ACCOUNT } from './account.ts';
import { BUILT_IN_ROLES } from './built-in-roles.ts';
import { cachedReads } from './cached-reads.ts';
import type { CompiledRole, HeldRole } from './compiled-role.ts';
import type { PersonStore } from './person-store.ts';
import type { Grants } from './principal.ts';
import type { Assignment, RoleStore } from './role-store.ts';

const PEOPLE = 1_000;
const ROLES = 200;

export interface CachedGrantsOptions {
  readonly people: PersonStore;
  readonly roles: RoleStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds of a clock that is never set. */
  readonly monotonic: () => number;
}

interface Stored {
  readonly grants: Grants;
  readonly custom: readonly Assignment[];
}

/**
 * What is stored about a person, at most a minute old in each of its parts: account and assignments by person, compiled
 * documents by role, so that the ages do not add up. Rejects when any part cannot be read.
 */
export function cachedGrants(options: CachedGrantsOptions): (userId: string, beside?: () => void) => Promise<Grants> {
  const { people, roles, now, monotonic } = options;
  const stored = cachedReads<Stored>({ read: readPerson, limit: PEOPLE, now, monotonic });
  const compiled = cachedReads<CompiledRole | undefined>({ read: compile, limit: ROLES, now, monotonic });

  return async (userId, beside) => {
    const { grants, custom } = await stored(userId, beside);
    if (custom.length === 0) return grants;
    const held = await Promise.all(custom.map(hold));
    return { ...grants, customRoles: held.filter((one) => one !== undefined) };
  };

  async function readPerson(userId: string): Promise<Stored> {
    const { account = ACTIVE_ACCOUNT, assignments } = await people.load(userId);
    const isBuiltIn = ({ role }: Assignment): boolean => BUILT_IN_ROLES.includes(role);
    const groupTerms = assignments.filter(isBuiltIn);
    return { grants: { account, groupTerms }, custom: assignments.filter((one) => !isBuiltIn(one)) };
  }

  async function hold({ role: name, until }: Assignment): Promise<HeldRole | undefined> {
    const role = await compiled(name);
    return role && { role, until };
  }

  async function compile(name: string): Promise<CompiledRole | undefined> {
    const document = await roles.document(name);
    if (document === undefined) return undefined;
    const { parseRoleDocument } = await import('../roles.ts');
    const { role, rejected } = parseRoleDocument(document);
    if (rejected.length > 0) log('error', 'a role document has entries that are none', { role: name, rejected });
    return role;
  }
}
