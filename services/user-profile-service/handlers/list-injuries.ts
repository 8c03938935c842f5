import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentInjury } from '../domain/present-injury.ts';
import type * as routes from '../routes.ts';

export const listInjuries =
  ({ injuries }: Pick<Deps, 'injuries'>): Handler<typeof routes.listInjuries> =>
  async ({ params, paging }) => {
    const { items, ...rest } = await injuries.list(params.userId, paging);
    return {
      status: 200,
      body: await paging.page({ items: items.map((injury) => presentInjury(injury).body), ...rest }),
    };
  };
