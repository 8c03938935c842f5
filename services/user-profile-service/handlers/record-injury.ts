import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { recordInjury as record } from '../domain/change-injury.ts';
import { presentInjury } from '../domain/present-injury.ts';
import type * as routes from '../routes.ts';

export const recordInjury =
  (deps: Pick<Deps, 'injuries' | 'newId'>): Handler<typeof routes.recordInjury> =>
  async ({ params, body, once }) => {
    const injury = await record(deps, params.userId, once, body);
    return { status: 201, headers: { location: `${once.path}/${injury.id}` }, ...presentInjury(injury) };
  };
