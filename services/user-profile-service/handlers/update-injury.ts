import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { updateInjury as update } from '../domain/change-injury.ts';
import { presentInjury } from '../domain/present-injury.ts';
import type * as routes from '../routes.ts';

export const updateInjury =
  (deps: Pick<Deps, 'injuries'>): Handler<typeof routes.updateInjury> =>
  async ({ params: { userId, injuryId }, body, ifMatch }) => ({
    status: 200,
    ...presentInjury(await update(deps, userId, injuryId, versionsOf(ifMatch, injuryId), body)),
  });
