import type { AuditTrail } from '../../layers/core/audit/audit-trail.ts';
import type { Condition } from '../../layers/core/table/condition.ts';
import { keys } from '../../layers/core/table/keys.ts';
import type { Item } from '../../layers/core/table/marshal.ts';
import type { Write } from '../../layers/core/table/table.ts';
import type { Table } from '../../layers/core/table.ts';

/**
 * Writes what the access service writes when it assigns a built-in role: the assignment, the role's member count, the end
 * of a revocation, and the audit event. The way to the first admin, whom nobody can appoint. An assignment whose time has
 * ended is renewed without an end. False when the person has the role already.
 */
export async function giveRole(
  { main, trail, now }: { readonly main: Table; readonly trail: AuditTrail; readonly now: () => number },
  userId: string,
  role: 'admin' | 'coach',
  reason: string,
): Promise<boolean> {
  const [account, assignment] = await Promise.all([
    main.get(keys.account(userId)),
    main.get(keys.roleAssignment(userId, role)),
  ]);
  const { status = 'active', revokedGroups = [] } = account ?? {};
  const revoked = Array.isArray(revokedGroups) ? revokedGroups : [];
  // The count of admins is of those who can act: a suspended one joins it when reinstated.
  const counts = role !== 'admin' || status === 'active';
  const given = assignmentWrites(assignment, { userId, role, reason, counts, at: now() });
  if (given.length === 0 && !revoked.includes(role)) return false;
  const remaining = revoked.filter((group) => group !== role);
  const record = { actor: 'operator', action: 'role.assigned', subject: userId, resource: { kind: 'role', id: role } };
  await trail.recording({ ...record, reason }).write([...given, accountWrite(account, userId, remaining)]);
  return true;
}

interface Given {
  readonly userId: string;
  readonly role: string;
  readonly reason: string;
  readonly counts: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Nothing for an assignment that is in force. */
function assignmentWrites(previous: Item | undefined, { userId, role, reason, counts, at }: Given): Write[] {
  const { until, version = 1, counted = true } = previous ?? {};
  if (previous !== undefined && (typeof until !== 'number' || at < until)) return [];
  const row = { v: 1, type: 'role-assignment', role, reason, assignedBy: 'operator', assignedAt: at };
  const key = keys.roleAssignment(userId, role);
  const was = previous !== undefined && counted === true;
  const joins: Write[] =
    counts && !was
      ? [{ update: keys.role(role), set: { v: 1, type: 'built-in-role' }, add: { members: 1 }, when: 'always' }]
      : [];
  const put = { ...key, ...row, version: previous === undefined ? 1 : Number(version) + 1, counted: was || counts };
  // What was read is the condition, also of a row without a version, which another hand has written.
  const unchanged: Condition =
    previous?.['version'] === undefined ? 'versionless' : { fields: [['version', '=', Number(version)]] };
  return [...joins, { put, when: previous === undefined ? 'absent' : unchanged }];
}

/** Always written, so that an account which is suspended meanwhile is a condition that does not hold. */
function accountWrite(account: Item | undefined, userId: string, revokedGroups: readonly string[]): Write {
  const version = Number(account?.['version'] ?? 0);
  const { status = 'active', validAfter = 0 } = account ?? {};
  const set = { v: 1, type: 'account', id: userId, ownerId: userId, status, validAfter, revokedGroups };
  const when = version === 0 ? 'versionless' : ({ ownerId: userId, version } as const);
  return { update: keys.account(userId), set: { ...set, version: version + 1 }, when };
}
