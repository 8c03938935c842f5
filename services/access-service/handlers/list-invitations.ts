import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentInvitation } from '../domain/present-coaching.ts';
import type * as routes from '../routes.ts';

export const listInvitations =
  (deps: Pick<Deps, 'coaching' | 'now'>): Handler<typeof routes.listInvitations> =>
  async ({ caller, paging }) => {
    const { items, ...rest } = await deps.coaching.listInvitations(caller.userId, paging);
    const shown = items.map((invitation) => presentInvitation(invitation, deps.now()).body);
    return { status: 200, body: await paging.page({ items: shown, ...rest }) };
  };
