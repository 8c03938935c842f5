import { CATALOGUE, type Permission } from './catalogue.ts';

/** Fields that only the system sets; exact and case-sensitive. */
export const PROTECTED_FIELDS: ReadonlySet<string> = new Set([
  ...['role', 'roles', 'groups', 'permissions', 'isAdmin', 'emailVerified', 'subscriptionTier'],
  ...['owner', 'ownerId', 'userId', 'sub'],
  ...['status', 'version', 'createdAt', 'createdBy'],
  ...['pk', 'sk', 'PK', 'SK'],
]);

/** Those of the body's top-level fields that a create or update may not name; none for any other verb. */
export function protectedFieldsIn(permission: Permission, fields: readonly string[]): readonly string[] {
  const verb = CATALOGUE.get(permission)?.verb;
  return verb === 'create' || verb === 'update' ? fields.filter((field) => PROTECTED_FIELDS.has(field)) : [];
}
