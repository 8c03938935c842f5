import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { endCoachLink as end } from '../domain/end-coach-link.ts';
import type * as routes from '../routes.ts';

export const endCoachLink =
  (deps: Pick<Deps, 'coaching' | 'now' | 'onRefusal'>): Handler<typeof routes.endCoachLink> =>
  async ({ params, caller }) => {
    await end(deps, caller, params.relationshipId);
    return { status: 204 };
  };
