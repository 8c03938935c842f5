import { notFound } from '@gymcoach/core/errors';
import { builtInRoles } from './built-in-roles.ts';
import type { CustomRole, RoleStore } from './ports.ts';
import type { Role } from './role.schema.ts';

/** A custom role as it is answered. */
export const presentRole = ({ name, version, members, createdAt, updatedAt, data }: CustomRole) => ({
  version: { id: name, number: version },
  body: { name, builtIn: false, ...data, members, version, createdAt, updatedAt },
});

/** A role of any kind, or 404. */
export async function readRole(roles: RoleStore, name: string) {
  const builtIn = builtInRoles().find((role) => role.name === name);
  if (builtIn !== undefined) return { version: { id: name, number: 0 }, body: builtIn };
  const role = await roles.load(name);
  if (role === undefined) throw notFound();
  return presentRole(role);
}

/** Built-in and custom roles, merged by name. */
export async function listRoles(
  roles: RoleStore,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<{ readonly items: readonly Role[]; readonly last?: string }> {
  const custom = await roles.list({ limit, after });
  const merged = [
    ...builtInRoles().filter(({ name }) => isBetween(name, after, custom.last)),
    ...custom.items.map((role) => presentRole(role).body),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  const items = merged.slice(0, limit);
  const last = merged.length > limit ? items.at(-1)?.name : custom.last;
  return { items, ...(last === undefined ? {} : { last }) };
}

/** Beyond the last custom role of a page there may be others that come before a built-in one. */
const isBetween = (name: string, after: string | undefined, last: string | undefined): boolean =>
  (after === undefined || name > after) && (last === undefined || name <= last);
