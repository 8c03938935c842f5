import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { readChanges } from '../domain/read-changes.ts';
import type * as routes from '../routes.ts';

export const listChanges =
  (deps: Pick<Deps, 'feed'>): Handler<typeof routes.listChanges> =>
  async ({ params, query }) => ({ status: 200, body: await readChanges(deps, params.userId, query) });
