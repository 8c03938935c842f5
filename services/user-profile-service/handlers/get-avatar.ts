import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { readAvatar } from '../domain/read-avatar.ts';
import type * as routes from '../routes.ts';

export const getAvatar =
  (deps: Pick<Deps, 'profiles' | 'media'>): Handler<typeof routes.getAvatar> =>
  async ({ params }) => ({
    status: 302,
    headers: { location: await readAvatar(deps, params.userId) },
  });
