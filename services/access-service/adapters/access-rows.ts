import type { AuditTrail } from '@gymcoach/core/audit';
import { isConditionFailed } from '@gymcoach/core/clients/dynamodb';
import { log } from '@gymcoach/core/log';
import { type Item, keys, type Once, once, type Table, type Write } from '@gymcoach/core/table';
import { isStoredAccount } from '../domain/account.schema.ts';
import { isStoredAssignment, type StoredAssignment } from '../domain/assignment.schema.ts';
import type { AccessChange, AccessStore, AccountRecord, MemberChange } from '../domain/ports.ts';

const PER_READ = 100;

export interface AccessRowsOptions {
  readonly main: Table;
  readonly ephemeral: Table;
  readonly trail: AuditTrail;
}

/** Account rows, assignments and member counts in the main table; each change with its audit event. */
export function accessRows({ main, ephemeral, trail }: AccessRowsOptions): AccessStore {
  return {
    async account(userId) {
      const item = await main.get(keys.account(userId));
      return item === undefined ? undefined : accountOf(userId, item);
    },

    async assignment(userId, role) {
      const item = await main.get(keys.roleAssignment(userId, role));
      return item === undefined ? undefined : assignmentOf(item);
    },

    async assignments(userId) {
      const found: StoredAssignment[] = [];
      let after: string | undefined;
      do {
        const page = await main.query(keys.roleAssignments(userId), { limit: PER_READ, after });
        found.push(...page.items.map(assignmentOf));
        after = page.last;
      } while (after !== undefined);
      return found;
    },

    async commit(change, scope) {
      const { members, userId } = change;
      const rows = [...accountWrite(change), ...assignmentWrite(change)];
      if (members === undefined) return (await unmet(rows, change, scope)) === undefined ? 'done' : 'overtaken';
      const count = membersWrite(members);
      const failed = await unmet([count, ...rows], change, scope);
      if (failed === undefined) return 'done';
      // Where another row has changed as well, what was decided on is no longer so.
      if (failed.length !== 1 || failed[0] !== count) return 'overtaken';
      if (members.need !== 'any') return members.need;
      if ((await unmet(rows, change, scope)) !== undefined) return 'overtaken';
      log('error', 'the member count of a role has drifted', { role: members.role, userId });
      return 'done';
    },
  };

  /** Undefined once all is written; otherwise nothing is, and these are the writes whose conditions did not hold. */
  async function unmet(writes: readonly Write[], { record, userId }: AccessChange, scope: Once | undefined) {
    try {
      await writeAll(trail.recording(record), writes, userId, scope);
      return undefined;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      // The row of an idempotency key, where there is one, stands before all others.
      const reasons = error.reasons.slice(scope === undefined ? 0 : 1);
      return writes.filter((_, index) => reasons[index]?.code === 'ConditionalCheckFailed');
    }
  }

  async function writeAll(table: Table, writes: readonly Write[], target: string, scope: Once | undefined) {
    if (scope === undefined) await table.write(writes);
    else await once({ table, ephemeral }, scope, target, ...writes);
  }
}

function membersWrite({ role, by, need }: MemberChange): Write {
  const update = keys.role(role);
  const add = { members: by };
  if (need === 'role-exists') {
    const fields = [
      ['type', '=', 'role'],
      ['deletedAt', 'absent'],
    ] as const;
    return { update, add, when: { fields } };
  }
  // Who is not counted leaves the count as it is: adding nothing carries the condition.
  if (need === 'one-stays') return { update, add, when: { fields: [['members', '>', -by]] } };
  if (by === -1) return { update, add, when: { fields: [['members', '>', 0]] } };
  return { update, set: { v: 1, type: 'built-in-role' }, add, when: 'always' };
}

function accountWrite({ account }: AccessChange): readonly Write[] {
  if (account === undefined) return [];
  const { userId, version, status, validAfter, revokedGroups } = account;
  const update = keys.account(userId);
  const set = {
    ...{ v: 1, type: 'account', id: userId, ownerId: userId, version: version + 1 },
    ...{ status, validAfter, revokedGroups },
  };
  if (version > 0) return [{ update, set, when: { ownerId: userId, version } }];
  return [{ update, set, when: 'versionless' }];
}

function assignmentWrite({ userId, assignment }: AccessChange): readonly Write[] {
  if (assignment === undefined) return [];
  const { previous, next } = assignment;
  const key = keys.roleAssignment(userId, (next ?? previous)?.role ?? '');
  const when = previous === undefined ? 'absent' : ({ fields: [['version', '=', previous.version]] } as const);
  if (next === undefined) return [{ delete: key, when }];
  return [{ put: { ...key, v: 1, type: 'role-assignment', ...next }, when }];
}

/** A row without a version is one that another hand has written. */
function accountOf(userId: string, item: Item): AccountRecord {
  const { v, status, validAfter = 0, revokedGroups = [], version = 0 } = item;
  const stored: unknown = { status, validAfter, revokedGroups, version };
  if (v !== 1 || !isStoredAccount(stored)) throw new Error(`damaged account row of ${userId}`);
  return { userId, ...stored };
}

function assignmentOf(item: Item): StoredAssignment {
  const { PK, SK, v, type, ...stored } = item;
  const { version = 1, reason = '-', assignedBy = '-', assignedAt = 0, counted = true, ...rest } = stored;
  const whole: unknown = { version, reason, assignedBy, assignedAt, counted, ...rest };
  if (v !== 1 || type !== 'role-assignment' || !isStoredAssignment(whole)) {
    throw new Error(`damaged row ${String(PK)} ${String(SK)}`);
  }
  return whole;
}
