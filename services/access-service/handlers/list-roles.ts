import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { listRoles as list } from '../domain/read-roles.ts';
import type * as routes from '../routes.ts';

export const listRoles =
  ({ roles }: Pick<Deps, 'roles'>): Handler<typeof routes.listRoles> =>
  async ({ paging }) => ({ status: 200, body: await paging.page(await list(roles, paging)) });
