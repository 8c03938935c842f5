import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import type * as routes from '../routes.ts';

export const deleteInjury =
  ({ injuries }: Pick<Deps, 'injuries'>): Handler<typeof routes.deleteInjury> =>
  async ({ params: { userId, injuryId }, ifMatch }) => {
    await injuries.remove(userId, injuryId, versionsOf(ifMatch, injuryId));
    return { status: 204 };
  };
