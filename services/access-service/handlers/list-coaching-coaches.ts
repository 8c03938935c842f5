import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentCoachLink } from '../domain/present-coaching.ts';
import type * as routes from '../routes.ts';

export const listCoachingCoaches =
  (deps: Pick<Deps, 'coaching' | 'now'>): Handler<typeof routes.listCoachingCoaches> =>
  async ({ caller, paging }) => {
    const { items, ...rest } = await deps.coaching.listCoaches(caller.userId, paging);
    const shown = items.map((link) => presentCoachLink(link, deps.now()).body);
    return { status: 200, body: await paging.page({ items: shown, ...rest }) };
  };
