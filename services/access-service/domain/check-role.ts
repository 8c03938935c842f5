import type { Principal } from '@gymcoach/core/auth';
import { AppError, type Issue, invalidInput } from '@gymcoach/core/errors';
import { mayGrant, parseRoleDocument, type RejectionReason } from '@gymcoach/core/roles';
import type { StoredRole } from './role.schema.ts';

const MESSAGES: Readonly<Record<RejectionReason, string>> = {
  'not-two-or-three-parts': 'must be kind:verb or kind:verb:scope',
  'unknown-kind': 'has no kind of the catalogue',
  'unknown-verb': 'has no verb of its kind',
  'unknown-scope': 'must have the scope own, assigned or any',
};

/**
 * A role's entries, before they are stored. Throws 400 with every entry outside the catalogue, and 403
 * `authz.escalation` when the caller would grant what they do not hold.
 */
export function checkRole(caller: Principal, name: string, role: StoredRole, now: number): StoredRole {
  const { rejected } = parseRoleDocument({ name, ...role });
  if (rejected.length > 0) {
    throw invalidInput(
      rejected.map(({ list, index, reason }): Issue => {
        const code = `role.${reason}`;
        return { in: 'body', pointer: `/${list}/${index}`, code, message: MESSAGES[reason] };
      }),
    );
  }
  if (!role.allow.every((entry) => mayGrant(caller, entry, now))) {
    throw new AppError('forbidden', 'authz.escalation', 'Nobody can grant what they do not hold.');
  }
  return role;
}
