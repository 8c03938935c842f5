import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { PREFERENCES_ID } from '../domain/change-preferences.ts';
import { presentResource } from '../domain/present-resource.ts';
import { readResource } from '../domain/read-resource.ts';
import type * as routes from '../routes.ts';

export const getPreferences =
  ({ preferences }: Pick<Deps, 'preferences'>): Handler<typeof routes.getPreferences> =>
  async ({ params }) => ({
    status: 200,
    ...presentResource(await readResource(preferences, params.userId, PREFERENCES_ID)),
  });
