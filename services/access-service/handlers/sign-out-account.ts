import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentAccount, signOutAccount as signOut } from '../domain/change-account.ts';
import type * as routes from '../routes.ts';

export const signOutAccount =
  (deps: Pick<Deps, 'access' | 'directory' | 'now'>): Handler<typeof routes.signOutAccount> =>
  async ({ caller, params: { userId }, body: { reason }, once }) => ({
    status: 200,
    ...presentAccount(await signOut(deps, { caller, userId, reason, once })),
  });
