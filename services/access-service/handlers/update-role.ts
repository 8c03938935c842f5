import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { updateRole as update } from '../domain/change-role.ts';
import { presentRole } from '../domain/read-roles.ts';
import type * as routes from '../routes.ts';

export const updateRole =
  (deps: Pick<Deps, 'roles' | 'now'>): Handler<typeof routes.updateRole> =>
  async ({ caller, params: { role }, body, ifMatch }) => ({
    status: 200,
    ...presentRole(await update(deps, caller, role, versionsOf(ifMatch, role), body)),
  });
