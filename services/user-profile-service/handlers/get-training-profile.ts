import { presentResource } from '@gymcoach/middleware/contract/present-resource';
import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { TRAINING_PROFILE_ID } from '../domain/default-training-profile.ts';
import type * as routes from '../routes.ts';

export const getTrainingProfile =
  ({ trainingProfiles }: Pick<Deps, 'trainingProfiles'>): Handler<typeof routes.getTrainingProfile> =>
  async ({ params }) => ({
    status: 200,
    ...presentResource(await trainingProfiles.read(params.userId, TRAINING_PROFILE_ID)),
  });
