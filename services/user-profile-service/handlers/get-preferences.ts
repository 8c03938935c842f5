import { presentResource } from '@gymcoach/middleware/contract/present-resource';
import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { PREFERENCES_ID } from '../domain/default-preferences.ts';
import type * as routes from '../routes.ts';

export const getPreferences =
  ({ preferences }: Pick<Deps, 'preferences'>): Handler<typeof routes.getPreferences> =>
  async ({ params }) => ({
    status: 200,
    ...presentResource(await preferences.read(params.userId, PREFERENCES_ID)),
  });
