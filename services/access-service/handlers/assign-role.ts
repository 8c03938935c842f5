import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { assignRole as assign } from '../domain/assign-role.ts';
import { presentAssignment } from '../domain/read-assignments.ts';
import type * as routes from '../routes.ts';

export const assignRole =
  (deps: Pick<Deps, 'access' | 'directory' | 'now'>): Handler<typeof routes.assignRole> =>
  async ({ caller, params: { userId, role }, body }) => {
    const { assignment, created } = await assign(deps, caller, userId, role, body);
    return { status: created ? 201 : 200, body: presentAssignment(assignment) };
  };
