import type { AccountState } from './account.ts';
import { GROUP_ROLES, type Role } from './built-in-roles.ts';
import { type HeldRole, isHeld } from './compiled-role.ts';
import type { Assignment } from './role-store.ts';
import type { VerifiedToken } from './token-claims.ts';

/** Who calls, with what counts for the decision: nothing of it comes from the request itself. */
export interface Principal {
  readonly userId: string;
  readonly roles: ReadonlySet<Role>;
  /** Custom roles, also those whose assignment has ended: the decision looks at the clock. */
  readonly customRoles: readonly HeldRole[];
  readonly account: AccountState;
  /** When the token was issued, epoch seconds. */
  readonly issuedAt: number;
}

/** What is stored about a person and counts for the decision. */
export interface Grants {
  readonly account: AccountState;
  /** @default [] */
  readonly customRoles?: readonly HeldRole[] | undefined;
  /** Assignments of built-in roles, which grant nothing of their own: one that has ended takes the group away. @default [] */
  readonly groupTerms?: readonly Assignment[] | undefined;
}

/**
 * A group of the token counts only if it is a role, the account does not revoke it and its assignment, if it has one, has
 * not ended. `now` in epoch milliseconds.
 */
export function principalOf(
  token: Pick<VerifiedToken, 'userId' | 'groups' | 'issuedAt'>,
  { account, customRoles = [], groupTerms = [] }: Grants,
  now: number,
): Principal {
  const roles = new Set<Role>(['user']);
  for (const role of GROUP_ROLES) {
    if (!token.groups.includes(role) || account.revokedGroups.includes(role)) continue;
    if (!groupTerms.some((term) => term.role === role && !isHeld(term, now))) roles.add(role);
  }
  return { userId: token.userId, roles, customRoles, account, issuedAt: token.issuedAt };
}

/** Why the account refuses the caller, whatever is asked; undefined when it does not. */
export function accountFault({ account, issuedAt }: Principal): 'token-superseded' | 'account-not-active' | undefined {
  if (issuedAt < account.validAfter) return 'token-superseded';
  return account.status === 'active' ? undefined : 'account-not-active';
}
