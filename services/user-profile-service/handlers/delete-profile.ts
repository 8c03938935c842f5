import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { deleteProfile as remove } from '../domain/delete-profile.ts';
import { PROFILE_ID } from '../domain/profile-id.ts';
import type * as routes from '../routes.ts';

export const deleteProfile =
  (deps: Pick<Deps, 'profiles' | 'media'>): Handler<typeof routes.deleteProfile> =>
  async ({ params, ifMatch }) => {
    await remove(deps, params.userId, versionsOf(ifMatch, PROFILE_ID));
    return { status: 204 };
  };
