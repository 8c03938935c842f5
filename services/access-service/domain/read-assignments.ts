import type { Assignment, StoredAssignment } from './assignment.schema.ts';
import { isBuiltIn } from './built-in-roles.ts';
import { knownAccount } from './known-person.ts';
import type { AccessStore, Directory } from './ports.ts';

/** An assignment as it is answered. */
export const presentAssignment = (assignment: StoredAssignment): Assignment => {
  const { role, reason, assignedBy, assignedAt, until } = assignment;
  return {
    ...{ role, builtIn: isBuiltIn(role), reason, assignedBy, assignedAt: new Date(assignedAt).toISOString() },
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  };
};

/** Every role that a person was given, also those whose time has ended. Throws 404 for a person who is not known. */
export async function listAssignments(
  ports: {
    readonly access: Pick<AccessStore, 'account' | 'assignments'>;
    readonly directory: Pick<Directory, 'exists'>;
  },
  userId: string,
) {
  await knownAccount(ports, userId);
  return { userId, items: (await ports.access.assignments(userId)).map(presentAssignment) };
}
