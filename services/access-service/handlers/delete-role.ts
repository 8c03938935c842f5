import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { deleteRole as remove } from '../domain/change-role.ts';
import type * as routes from '../routes.ts';

export const deleteRole =
  (deps: Pick<Deps, 'roles'>): Handler<typeof routes.deleteRole> =>
  async ({ caller, params: { role }, ifMatch }) => {
    await remove(deps, caller, role, versionsOf(ifMatch, role));
    return { status: 204 };
  };
