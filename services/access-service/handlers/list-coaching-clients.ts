import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { listClients } from '../domain/list-coaching.ts';
import { presentCoachLink } from '../domain/present-coaching.ts';
import type * as routes from '../routes.ts';

export const listCoachingClients =
  (deps: Pick<Deps, 'coaching' | 'now' | 'onRefusal'>): Handler<typeof routes.listCoachingClients> =>
  async ({ caller, paging }) => {
    const { items, ...rest } = await listClients(deps, caller, paging);
    const shown = items.map((link) => presentCoachLink(link, deps.now()).body);
    return { status: 200, body: await paging.page({ items: shown, ...rest }) };
  };
