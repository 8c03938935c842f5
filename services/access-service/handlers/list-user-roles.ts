import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { listAssignments } from '../domain/read-assignments.ts';
import type * as routes from '../routes.ts';

export const listUserRoles =
  (deps: Pick<Deps, 'access' | 'directory'>): Handler<typeof routes.listUserRoles> =>
  async ({ params }) => ({ status: 200, body: await listAssignments(deps, params.userId) });
