import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { readRole } from '../domain/read-roles.ts';
import type * as routes from '../routes.ts';

export const getRole =
  ({ roles }: Pick<Deps, 'roles'>): Handler<typeof routes.getRole> =>
  async ({ params }) => ({ status: 200, ...(await readRole(roles, params.role)) });
