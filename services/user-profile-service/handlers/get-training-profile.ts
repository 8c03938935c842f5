import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { TRAINING_PROFILE_ID } from '../domain/change-training-profile.ts';
import { presentResource } from '../domain/present-resource.ts';
import { readResource } from '../domain/read-resource.ts';
import type * as routes from '../routes.ts';

export const getTrainingProfile =
  ({ trainingProfiles }: Pick<Deps, 'trainingProfiles'>): Handler<typeof routes.getTrainingProfile> =>
  async ({ params }) => ({
    status: 200,
    ...presentResource(await readResource(trainingProfiles, params.userId, TRAINING_PROFILE_ID)),
  });
