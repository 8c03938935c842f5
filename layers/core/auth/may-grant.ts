import { ADMIN_ONLY, COACH_READ, USER_OWN } from './built-in-roles.ts';
import type { Permission } from './catalogue.ts';
import { isHeld, type RoleScope } from './compiled-role.ts';
import { accountFault, type Principal } from './principal.ts';
import { parseEntry } from './role-document.ts';

/**
 * May this principal put this entry on a role's allow list? Nobody grants what they do not hold, in a scope at least as
 * wide; an admin holds everything. What a role denies the principal anywhere, they do not hold. A coach's right to write
 * depends on what each client says, so nobody can pass it on. `now` in epoch milliseconds.
 *
 * @example if (!mayGrant(principal, 'plan:read:any', now)) throw escalation;
 */
export function mayGrant(principal: Principal, entry: string, now: number): boolean {
  const parsed = parseEntry(entry, 'own');
  if (typeof parsed === 'string' || accountFault(principal) !== undefined) return false;
  const { permissions, scope } = parsed;
  return principal.roles.has('admin') || permissions.every((permission) => holds(principal, permission, scope, now));
}

function holds({ roles, customRoles }: Principal, permission: Permission, scope: RoleScope, now: number): boolean {
  if (ADMIN_ONLY.has(permission)) return false;
  const held = customRoles.filter((one) => isHeld(one, now)).map(({ role }) => role);
  if (held.some(({ deny }) => deny.own.has(permission) || deny.assigned.has(permission) || deny.any.has(permission))) {
    return false;
  }
  if (scope === 'own' && USER_OWN.has(permission)) return true;
  if (scope === 'assigned' && roles.has('coach') && COACH_READ.has(permission)) return true;
  return held.some(({ allow }) => allow[scope].has(permission) || allow.any.has(permission));
}
