import { presentResource } from '@gymcoach/middleware/contract/present-resource';
import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { updatePreferences as update } from '../domain/change-preferences.ts';
import { PREFERENCES_ID } from '../domain/default-preferences.ts';
import type * as routes from '../routes.ts';

export const updatePreferences =
  (deps: Pick<Deps, 'preferences'>): Handler<typeof routes.updatePreferences> =>
  async ({ params, body, ifMatch }) => ({
    status: 200,
    ...presentResource(await update(deps, params.userId, versionsOf(ifMatch, PREFERENCES_ID), body)),
  });
