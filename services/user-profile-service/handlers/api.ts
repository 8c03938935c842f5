import { on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { deps } from '../deps.ts';
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
    on(routes.getProfile, getProfile(deps)),
    on(routes.getPreferences, getPreferences(deps)),
    on(routes.getTrainingProfile, getTrainingProfile(deps)),
    on(routes.listInjuries, listInjuries(deps)),
    on(routes.getInjury, getInjury(deps)),
    on(routes.getAvatar, getAvatar(deps)),
  ],
  changes: async () => (await import('./changes.ts')).changes,
});
