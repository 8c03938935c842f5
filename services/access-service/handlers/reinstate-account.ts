import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentAccount, reinstateAccount as reinstate } from '../domain/change-account.ts';
import type * as routes from '../routes.ts';

export const reinstateAccount =
  (deps: Pick<Deps, 'access' | 'directory' | 'now'>): Handler<typeof routes.reinstateAccount> =>
  async ({ caller, params: { userId }, body: { reason }, once }) => ({
    status: 200,
    ...presentAccount(await reinstate(deps, { caller, userId, reason, once })),
  });
