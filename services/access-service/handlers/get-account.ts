import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentAccount } from '../domain/change-account.ts';
import { knownAccount } from '../domain/known-person.ts';
import type * as routes from '../routes.ts';

export const getAccount =
  (deps: Pick<Deps, 'access' | 'directory'>): Handler<typeof routes.getAccount> =>
  async ({ params }) => ({ status: 200, ...presentAccount(await knownAccount(deps, params.userId)) });
