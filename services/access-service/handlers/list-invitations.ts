import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { listInvitations as list } from '../domain/list-coaching.ts';
import { presentInvitation } from '../domain/present-coaching.ts';
import type * as routes from '../routes.ts';

export const listInvitations =
  (deps: Pick<Deps, 'coaching' | 'now' | 'onRefusal'>): Handler<typeof routes.listInvitations> =>
  async ({ caller, paging }) => {
    const { items, ...rest } = await list(deps, caller, paging);
    const shown = items.map((invitation) => presentInvitation(invitation, deps.now()).body);
    return { status: 200, body: await paging.page({ items: shown, ...rest }) };
  };
