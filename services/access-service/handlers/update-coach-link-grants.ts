import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { presentCoachLink } from '../domain/present-coaching.ts';
import { updateCoachLinkGrants as update } from '../domain/update-coach-link-grants.ts';
import type * as routes from '../routes.ts';

export const updateCoachLinkGrants =
  (deps: Pick<Deps, 'coaching' | 'now' | 'onRefusal'>): Handler<typeof routes.updateCoachLinkGrants> =>
  async ({ params: { relationshipId: id }, body, caller, ifMatch }) => ({
    status: 200,
    ...presentCoachLink(await update(deps, caller, id, versionsOf(ifMatch, id), body), deps.now()),
  });
