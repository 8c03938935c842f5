import { afterPriming } from '@gymcoach/core/priming';
import { on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { deps } from '../deps.ts';
import { PREFERENCES_ID } from '../domain/default-preferences.ts';
import { TRAINING_PROFILE_ID } from '../domain/default-training-profile.ts';
import { PROFILE_ID } from '../domain/profile-id.ts';
import * as routes from '../routes.ts';
import { getAvatar } from './get-avatar.ts';
import { getInjury } from './get-injury.ts';
import { getPreferences } from './get-preferences.ts';
import { getProfile } from './get-profile.ts';
import { getTrainingProfile } from './get-training-profile.ts';
import { listInjuries } from './list-injuries.ts';

export const handler = httpApi({
  service: 'user-profile',
  auth: deps.auth,
  cursors: deps.cursors,
  idempotency: deps.idempotency,
  onRefusal: deps.onRefusal,
  endpoints: [
    on(routes.getProfile, getProfile(deps), { ahead: (userId) => deps.profiles.readAhead(userId, PROFILE_ID) }),
    on(routes.getPreferences, getPreferences(deps), {
      ahead: (userId) => deps.preferences.readAhead(userId, PREFERENCES_ID),
    }),
    on(routes.getTrainingProfile, getTrainingProfile(deps), {
      ahead: (userId) => deps.trainingProfiles.readAhead(userId, TRAINING_PROFILE_ID),
    }),
    on(routes.listInjuries, listInjuries(deps)),
    on(routes.getInjury, getInjury(deps)),
    on(routes.getAvatar, getAvatar(deps), { ahead: (userId) => deps.profiles.readAhead(userId, PROFILE_ID) }),
  ],
  changes: async () => (await import('./changes.ts')).changes,
});

// biome-ignore lint/suspicious/noThenProperty: Lambda's runtime waits for it
export const then = afterPriming(
  { handler },
  {
    prime: deps.prime,
    rehearse: async () => (await import('@gymcoach/middleware/http/rehearse')).rehearse(routes.getProfile, deps),
  },
);
