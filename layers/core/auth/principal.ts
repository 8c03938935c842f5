import type { AccountState } from './account.ts';
import { GROUP_ROLES, type Role } from './built-in-roles.ts';
import type { VerifiedToken } from './token-claims.ts';

/** Who calls, with what counts for the decision: nothing of it comes from the request itself. */
export interface Principal {
  readonly userId: string;
  readonly roles: ReadonlySet<Role>;
  readonly account: AccountState;
  /** When the token was issued, epoch seconds. */
  readonly issuedAt: number;
}

/** A group of the token counts only if it is a role and the account does not revoke it. */
export function principalOf(token: VerifiedToken, account: AccountState): Principal {
  const granted = GROUP_ROLES.filter((role) => token.groups.includes(role) && !account.revokedGroups.includes(role));
  return { userId: token.userId, roles: new Set<Role>(['user', ...granted]), account, issuedAt: token.issuedAt };
}

/** Why the account refuses the caller, whatever is asked; undefined when it does not. */
export function accountFault({ account, issuedAt }: Principal): 'token-superseded' | 'account-not-active' | undefined {
  if (issuedAt < account.validAfter) return 'token-superseded';
  return account.status === 'active' ? undefined : 'account-not-active';
}
