import type { AuditRecord } from '@gymcoach/core/audit';
import type { Principal } from '@gymcoach/core/auth';
import { notFound, staleVersion } from '@gymcoach/core/errors';
import type { Once } from '@gymcoach/core/table';
import { refuseBuiltIn } from './built-in-roles.ts';
import { checkRole } from './check-role.ts';
import type { Clock, CustomRole, RoleStore } from './ports.ts';
import type { RoleInput, RolePatch } from './role.schema.ts';

type Ports = { readonly roles: RoleStore } & Clock;

/** Throws 400, 403 `authz.escalation`, 409 for a name that is taken or built in. */
export async function createRole(
  { roles, now }: Ports,
  caller: Principal,
  once: Once,
  { name, allow, deny = [], disabled = false }: RoleInput,
): Promise<CustomRole> {
  refuseBuiltIn(name);
  const data = checkRole(caller, name, { allow, deny, disabled }, now());
  return roles.create(name, data, once, recordOf(caller, 'role.created', name));
}

/** Throws 404, 409 for a built-in role, 412, 400, 403 `authz.escalation`. */
export async function updateRole(
  { roles, now }: Ports,
  caller: Principal,
  name: string,
  expected: readonly number[],
  patch: RolePatch,
): Promise<CustomRole> {
  const role = await expectedRole(roles, name, expected);
  const { allow = role.data.allow, deny = role.data.deny, disabled = role.data.disabled } = patch;
  const data = checkRole(caller, name, { allow, deny, disabled }, now());
  return roles.update(role, data, recordOf(caller, 'role.changed', name));
}

/** Throws 404, 409 for a built-in role or one that somebody has, 412. */
export async function deleteRole(
  { roles }: Pick<Ports, 'roles'>,
  caller: Principal,
  name: string,
  expected: readonly number[],
): Promise<void> {
  const role = await expectedRole(roles, name, expected);
  await roles.remove(role, recordOf(caller, 'role.deleted', name));
}

async function expectedRole(roles: RoleStore, name: string, expected: readonly number[]): Promise<CustomRole> {
  refuseBuiltIn(name);
  const role = await roles.load(name);
  if (role === undefined) throw notFound();
  if (!expected.includes(role.version)) throw staleVersion({ id: name, version: role.version });
  return role;
}

const recordOf = ({ userId }: Principal, action: string, name: string): AuditRecord => ({
  ...{ actor: userId, action, subject: 'system', resource: { kind: 'role', id: name } },
});
