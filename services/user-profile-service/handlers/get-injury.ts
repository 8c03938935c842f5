import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentInjury } from '../domain/present-injury.ts';
import type * as routes from '../routes.ts';

export const getInjury =
  ({ injuries }: Pick<Deps, 'injuries'>): Handler<typeof routes.getInjury> =>
  async ({ params }) => ({
    status: 200,
    ...presentInjury(await injuries.read(params.userId, params.injuryId)),
  });
