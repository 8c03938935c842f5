import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { createRole as create } from '../domain/change-role.ts';
import { presentRole } from '../domain/read-roles.ts';
import type * as routes from '../routes.ts';

export const createRole =
  (deps: Pick<Deps, 'roles' | 'now'>): Handler<typeof routes.createRole> =>
  async ({ caller, body, once }) => ({
    status: 201,
    headers: { location: `${once.path}/${body.name}` },
    ...presentRole(await create(deps, caller, once, body)),
  });
