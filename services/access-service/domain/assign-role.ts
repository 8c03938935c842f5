import type { AuditRecord } from '@gymcoach/core/audit';
import type { Principal } from '@gymcoach/core/auth';
import { AppError, invalidInput, notFound } from '@gymcoach/core/errors';
import type { AssignmentInput, StoredAssignment } from './assignment.schema.ts';
import { whileOvertaken } from './attempts.ts';
import { isBuiltIn, isGroup } from './built-in-roles.ts';
import { knownAccount } from './known-person.ts';
import type { AccessStore, AccountRecord, Clock, Directory, MemberChange } from './ports.ts';
import { settled } from './settled.ts';

export type AssignmentPorts = { readonly access: AccessStore; readonly directory: Directory } & Clock;

/**
 * Gives a role, or replaces the reason and end of one that is given already; the same again changes nothing. A built-in role is a group of the user
 * pool: the table is written first, and a repeat mends a call to the pool that failed. Throws 400, 404, 409, 503.
 */
export async function assignRole(
  ports: AssignmentPorts,
  caller: Pick<Principal, 'userId'>,
  userId: string,
  role: string,
  input: AssignmentInput,
): Promise<{ readonly assignment: StoredAssignment; readonly created: boolean }> {
  const { access, directory, now } = ports;
  const until = checkedEnd(role, input.until, now());
  const outcome = await whileOvertaken(async () => {
    const account = await knownAccount(ports, userId);
    const previous = await access.assignment(userId, role);
    // The count of admins is of those who can act: a suspended one joins it when reinstated.
    const counted = previous?.counted ?? (role !== 'admin' || account.status === 'active');
    const assignment: StoredAssignment = {
      ...{ role, version: (previous?.version ?? 0) + 1, counted },
      ...{ reason: input.reason, assignedBy: caller.userId, assignedAt: now() },
      ...(until === undefined ? {} : { until }),
    };
    if (previous !== undefined && isGiven(previous, assignment) && !account.revokedGroups.includes(role)) {
      return { assignment: previous, created: false }; // a repeat
    }
    const need = isBuiltIn(role) ? 'any' : 'role-exists';
    const written = await access.commit({
      userId,
      ...(isBuiltIn(role) ? { account: withoutRevocation(account, role) } : {}),
      assignment: { previous, next: assignment },
      ...(previous === undefined && counted ? { members: { role, by: 1, need } } : {}),
      record: recordOf(caller, 'role.assigned', userId, role, input.reason),
    });
    return settled(written) === 'done' ? { assignment, created: previous === undefined } : 'overtaken';
  });
  if (isBuiltIn(role)) await directory.addToGroup(userId, role);
  return outcome;
}

/**
 * Takes a role. For a built-in one the account row revokes the group and every token from before, in the same
 * transaction; only then the user pool is told. Throws 404, 409 `conflict.last-admin`, 503.
 */
export async function removeRole(
  ports: AssignmentPorts,
  caller: Pick<Principal, 'userId'>,
  userId: string,
  role: string,
  reason: string,
): Promise<void> {
  const { access, directory, now } = ports;
  if (isBuiltIn(role) && !isGroup(role)) throw notFound(); // everybody is a user
  await whileOvertaken(async () => {
    const account = await knownAccount(ports, userId);
    const previous = await access.assignment(userId, role);
    const record = recordOf(caller, 'role.removed', userId, role, reason);
    if (!isGroup(role)) {
      if (previous === undefined) throw notFound();
      const members = { role, by: -1, need: 'any' } as const;
      return settled(await access.commit({ userId, assignment: { previous, next: undefined }, members, record }));
    }
    // Removed before, and the user pool may not know of it yet.
    if (previous === undefined && account.revokedGroups.includes(role)) return 'done';
    const written = await access.commit({
      userId,
      account: withRevocation(account, role, now()),
      ...(previous === undefined ? {} : { assignment: { previous, next: undefined } }),
      ...membersAfterRemoval(role, previous, account),
      record,
    });
    return settled(written);
  });
  if (isGroup(role)) await directory.removeFromGroup(userId, role);
}

/** Epoch seconds from which tokens count: every one of up to this instant was issued before. */
export const nextSecond = (now: number): number => Math.floor(now / 1000) + 1;

function membersAfterRemoval(
  role: string,
  previous: StoredAssignment | undefined,
  { status }: AccountRecord,
): { readonly members?: MemberChange } {
  const counted = previous?.counted === true;
  if (role !== 'admin') return counted ? { members: { role, by: -1, need: 'any' } } : {};
  if (counted) return { members: { role, by: -1, need: 'one-stays' } };
  // Put into the group by hand, perhaps, and so an admin whom nobody has counted.
  return status === 'active' ? { members: { role, by: 0, need: 'one-stays' } } : {};
}

/** By the same person, for the same reason and as long. */
const isGiven = (before: StoredAssignment, after: StoredAssignment): boolean =>
  before.assignedBy === after.assignedBy && before.reason === after.reason && before.until === after.until;

function checkedEnd(role: string, text: string | undefined, now: number): number | undefined {
  if (isBuiltIn(role) && !isGroup(role)) {
    throw new AppError('conflict', 'conflict.built-in-role', 'Everybody has this role.');
  }
  if (text === undefined) return undefined;
  const refuse = (code: string, message: string): never => {
    throw invalidInput([{ in: 'body', pointer: '/until', code, message }]);
  };
  // Otherwise the last admin could be one whose time runs out.
  if (role === 'admin') return refuse('role.no-end', 'an admin is one until removed');
  const until = Date.parse(text);
  return until > now ? until : refuse('role.ends-in-the-past', 'must be in the future');
}

const withoutRevocation = (account: AccountRecord, role: string): AccountRecord => ({
  ...account,
  revokedGroups: account.revokedGroups.filter((group) => group !== role),
});

const withRevocation = (account: AccountRecord, role: string, now: number): AccountRecord => ({
  ...account,
  validAfter: Math.max(account.validAfter, nextSecond(now)),
  revokedGroups: [...new Set([...account.revokedGroups, role])],
});

const recordOf = (
  { userId: actor }: Pick<Principal, 'userId'>,
  action: string,
  subject: string,
  role: string,
  reason: string,
): AuditRecord => ({ actor, action, subject, resource: { kind: 'role', id: role }, reason });
