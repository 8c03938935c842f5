import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { removeRole as remove } from '../domain/assign-role.ts';
import type * as routes from '../routes.ts';

export const removeRole =
  (deps: Pick<Deps, 'access' | 'directory' | 'now'>): Handler<typeof routes.removeRole> =>
  async ({ caller, params: { userId, role }, query }) => {
    await remove(deps, caller, userId, role, query.reason);
    return { status: 204 };
  };
