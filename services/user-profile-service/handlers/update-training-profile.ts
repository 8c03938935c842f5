import { presentResource } from '@gymcoach/middleware/contract/present-resource';
import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { updateTrainingProfile as update } from '../domain/change-training-profile.ts';
import { TRAINING_PROFILE_ID } from '../domain/default-training-profile.ts';
import type * as routes from '../routes.ts';

export const updateTrainingProfile =
  (deps: Pick<Deps, 'trainingProfiles'>): Handler<typeof routes.updateTrainingProfile> =>
  async ({ params, body, ifMatch }) => ({
    status: 200,
    ...presentResource(await update(deps, params.userId, versionsOf(ifMatch, TRAINING_PROFILE_ID), body)),
  });
