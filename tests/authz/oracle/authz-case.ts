import type { AccountState } from '../../../layers/core/auth/account.ts';
import type { CoachLink } from '../../../layers/core/auth/coach-link.ts';
import type { RoleDocument } from '../../../layers/core/auth/role-document.ts';
import type { Assignment } from '../../../layers/core/auth/role-store.ts';
import type { Share } from '../../../layers/core/auth/share.ts';

export const ME = 'me';
export const OTHER = 'other';
export const SYSTEM = 'system';
/** Epoch milliseconds. */
export const NOW = 1_800_000_000_000;

/** One question to both sides, in the form in which the facts are stored: neither side gets anything compiled. */
export interface AuthzCase {
  readonly groups: readonly string[];
  /** Epoch seconds. */
  readonly issuedAt: number;
  readonly account: AccountState;
  readonly assignments: readonly Assignment[];
  readonly documents: readonly RoleDocument[];
  readonly permission: string;
  readonly resource: {
    readonly kind: string;
    readonly ownerId: string;
    readonly isPrivate: boolean;
    readonly isPublic: boolean;
    readonly link?: CoachLink | undefined;
    readonly share?: Share | undefined;
  };
  /** Absent before the body is known. */
  readonly fields?: readonly string[] | undefined;
}

/** What both sides are compared by. */
export interface Answer {
  readonly allow: boolean;
  /** Whose kind may be read; undefined when allowed. */
  readonly visible: boolean | undefined;
  readonly scope: string | undefined;
  /** Rules that may be named as the reason: one from the decision, all that apply from the oracle. */
  readonly rules: readonly string[];
  /** The built-in roles that count. */
  readonly roles: readonly string[];
  /** The policies that decided, for the oracle; none for the decision. */
  readonly policies: readonly string[];
  /** `role list index reason` of every entry that was dropped. */
  readonly rejected: readonly string[];
  /** Names of the roles whose entries depend on a coach link. */
  readonly needLinks: readonly string[];
}
