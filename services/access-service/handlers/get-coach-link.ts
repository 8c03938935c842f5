import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentCoachLink } from '../domain/present-coaching.ts';
import { readCoachLink } from '../domain/read-coach-link.ts';
import type * as routes from '../routes.ts';

export const getCoachLink =
  (deps: Pick<Deps, 'coaching' | 'now' | 'onRefusal'>): Handler<typeof routes.getCoachLink> =>
  async ({ params, caller }) => {
    const { link } = await readCoachLink(deps, caller, params.relationshipId, 'assignment:read');
    return { status: 200, ...presentCoachLink(link, deps.now()) };
  };
