import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import type * as routes from '../routes.ts';

export const listAccessLog =
  ({ accessLog }: Pick<Deps, 'accessLog'>): Handler<typeof routes.listAccessLog> =>
  async ({ params, paging }) => ({
    status: 200,
    body: await paging.page(await accessLog.page(params.userId, paging)),
  });
