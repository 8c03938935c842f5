import { AppError } from '../errors.ts';
import type { Permission } from './catalogue.ts';
import type { Principal } from './principal.ts';
import { protectedFieldsIn } from './protected-fields.ts';

/**
 * Refuses a create or update whose body names a field that only the system sets, unless an admin sends it. Called once
 * the body is parsed, with the names of its top-level fields. Throws 400 `validation.protected-field`.
 *
 * @example checkFields(principal, 'profile:update', Object.keys(body));
 */
export function checkFields(principal: Principal, permission: Permission, fields: readonly string[]): void {
  if (principal.roles.has('admin')) return;
  const named = protectedFieldsIn(permission, fields);
  if (named.length === 0) return;
  throw new AppError('bad-request', 'validation.protected-field', 'The body names a field that only the system sets.', {
    issues: named.map((field) => ({
      in: 'body',
      pointer: `/${field}`, // none of the protected names has a character that a pointer escapes
      code: 'validation.protected-field',
      message: 'Only the system sets this field.',
    })),
  });
}
