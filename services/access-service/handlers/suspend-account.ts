import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentAccount, suspendAccount as suspend } from '../domain/change-account.ts';
import type * as routes from '../routes.ts';

export const suspendAccount =
  (deps: Pick<Deps, 'access' | 'directory' | 'now'>): Handler<typeof routes.suspendAccount> =>
  async ({ caller, params: { userId }, body: { reason }, once }) => ({
    status: 200,
    ...presentAccount(await suspend(deps, { caller, userId, reason, once })),
  });
