import type { AuditTrail } from '../../layers/core/audit/audit-trail.ts';
import { keys } from '../../layers/core/table/keys.ts';
import type { Write } from '../../layers/core/table/table.ts';
import type { Table } from '../../layers/core/table.ts';

/**
 * Writes what the access service writes when it assigns a built-in role: the assignment, the role's member count, the end
 * of a revocation, and the audit event. The way to the first admin, whom nobody can appoint. False when the person has
 * the role already.
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
  const revoked = account?.['revokedGroups'];
  const writes: Write[] = [];
  if (assignment === undefined) {
    const row = { v: 1, type: 'role-assignment', role, version: 1, reason, assignedBy: 'operator', assignedAt: now() };
    writes.push(
      { update: keys.role(role), set: { v: 1, type: 'built-in-role' }, add: { members: 1 }, when: 'always' },
      { put: { ...keys.roleAssignment(userId, role), ...row, counted: true }, when: 'absent' },
    );
  }
  if (Array.isArray(revoked) && revoked.includes(role)) {
    const version = Number(account?.['version'] ?? 0);
    const revokedGroups = revoked.filter((group) => group !== role);
    const set = { id: userId, ownerId: userId, revokedGroups, version: version + 1 };
    const when = version === 0 ? 'versionless' : ({ ownerId: userId, version } as const);
    writes.push({ update: keys.account(userId), set, when });
  }
  if (writes.length === 0) return false;
  const record = { actor: 'operator', action: 'role.assigned', subject: userId, resource: { kind: 'role', id: role } };
  await trail.recording({ ...record, reason }).write(writes);
  return true;
}
