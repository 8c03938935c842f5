import type { AuditFilter, AuditPage, AuditRecord } from '@gymcoach/core/audit';
import type { CoachLinkStore, Principal } from '@gymcoach/core/auth';
import type { Once } from '@gymcoach/core/table';
import type { StoredAssignment } from './assignment.schema.ts';
import type { StoredRole } from './role.schema.ts';

/** A custom role at a version. */
export interface CustomRole {
  readonly name: string;
  readonly version: number;
  /** How many people have it. */
  readonly members: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly data: StoredRole;
}

/** Custom roles. Every write goes into the audit trail in the same transaction. */
export interface RoleStore {
  load(name: string): Promise<CustomRole | undefined>;
  /** In the order of their names. */
  list(page: { readonly limit: number; readonly after: string | undefined }): Promise<{
    readonly items: readonly CustomRole[];
    readonly last?: string;
  }>;
  /** At most one role per idempotency key. Throws 409 `conflict.exists` when the name is taken. */
  create(name: string, data: StoredRole, once: Once, record: AuditRecord): Promise<CustomRole>;
  /** Throws 412 with the current version, 404 when it is gone meanwhile. */
  update(role: CustomRole, data: StoredRole, record: AuditRecord): Promise<CustomRole>;
  /** Throws 409 `conflict.role-in-use` while somebody has it; 412 and 404 as `update`. */
  remove(role: CustomRole, record: AuditRecord): Promise<void>;
}

/** What is stored about a person beyond their token. Version 0 has no row, or one that another hand has written. */
export interface AccountRecord {
  readonly userId: string;
  readonly status: string;
  /** Epoch seconds; 0 takes every token. */
  readonly validAfter: number;
  readonly revokedGroups: readonly string[];
  readonly version: number;
}

/** Everything that one act changes about a person: all of it is written, or nothing. */
export interface AccessChange {
  readonly userId: string;
  /** As it is to be; its version is that of the row before, which is a condition. */
  readonly account?: AccountRecord;
  /** `next` undefined takes it away; `previous` is what was read, which is a condition. */
  readonly assignment?: {
    readonly previous: StoredAssignment | undefined;
    readonly next: StoredAssignment | undefined;
  };
  readonly members?: MemberChange;
  readonly record: AuditRecord;
}

/**
 * How many a role has more or fewer, and what must hold: `role-exists` of a custom role; `one-stays` that somebody who
 * is counted is left, where the one who goes need not be counted (0); `any` nothing, so that a count which has drifted
 * never keeps anybody in a role.
 */
export type MemberChange = { readonly role: string } & (
  | { readonly by: 1; readonly need: 'role-exists' | 'any' }
  | { readonly by: -1; readonly need: 'one-stays' | 'any' }
  | { readonly by: 0; readonly need: 'one-stays' }
);

/** What became of a change: nothing is written but for `done`; a rule that did not hold is named. */
export type CommitOutcome = 'done' | 'overtaken' | Exclude<MemberChange['need'], 'any'>;

/** Accounts and who has which role. Reads are strongly consistent. */
export interface AccessStore {
  /** Undefined while nothing is stored. */
  account(userId: string): Promise<AccountRecord | undefined>;
  assignment(userId: string, role: string): Promise<StoredAssignment | undefined>;
  assignments(userId: string): Promise<readonly StoredAssignment[]>;
  /**
   * One transaction, with its audit event. `overtaken`: a row has changed since it was read. With `once`, a repeat is
   * `done` without a write.
   */
  commit(change: AccessChange, once?: Once): Promise<CommitOutcome>;
}

/** The people of the user pool. Each call may be repeated without harm; failures are 503. */
export interface Directory {
  exists(userId: string): Promise<boolean>;
  addToGroup(userId: string, group: string): Promise<void>;
  removeFromGroup(userId: string, group: string): Promise<void>;
  signOut(userId: string): Promise<void>;
}

export interface AuditReader {
  /** Newest first. */
  list(filter: AuditFilter, page: { readonly limit: number; readonly after: string | undefined }): Promise<AuditPage>;
}

export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Who acts, and why. */
export interface Act {
  readonly caller: Principal;
  readonly reason?: string;
}

export type Links = Pick<CoachLinkStore, 'load'>;
