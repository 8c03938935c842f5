import { on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { deps } from '../deps.ts';
import * as routes from '../routes.ts';
import { completeAvatarUpload } from './complete-avatar-upload.ts';
import { createProfile } from './create-profile.ts';
import { deleteInjury } from './delete-injury.ts';
import { deleteProfile } from './delete-profile.ts';
import { getAvatar } from './get-avatar.ts';
import { getInjury } from './get-injury.ts';
import { getPreferences } from './get-preferences.ts';
import { getProfile } from './get-profile.ts';
import { getTrainingProfile } from './get-training-profile.ts';
import { listInjuries } from './list-injuries.ts';
import { recordInjury } from './record-injury.ts';
import { startAvatarUpload } from './start-avatar-upload.ts';
import { updateInjury } from './update-injury.ts';
import { updatePreferences } from './update-preferences.ts';
import { updateProfile } from './update-profile.ts';
import { updateTrainingProfile } from './update-training-profile.ts';

export const handler = httpApi({
  service: 'user-profile',
  auth: deps.auth,
  cursors: deps.cursors,
  idempotency: deps.idempotency,
  onRefusal: deps.onRefusal,
  endpoints: [
    on(routes.getProfile, getProfile(deps)),
    on(routes.createProfile, createProfile(deps)),
    on(routes.updateProfile, updateProfile(deps)),
    on(routes.deleteProfile, deleteProfile(deps)),
    on(routes.getPreferences, getPreferences(deps)),
    on(routes.updatePreferences, updatePreferences(deps)),
    on(routes.getTrainingProfile, getTrainingProfile(deps)),
    on(routes.updateTrainingProfile, updateTrainingProfile(deps)),
    on(routes.listInjuries, listInjuries(deps)),
    on(routes.recordInjury, recordInjury(deps)),
    on(routes.getInjury, getInjury(deps)),
    on(routes.updateInjury, updateInjury(deps)),
    on(routes.deleteInjury, deleteInjury(deps)),
    on(routes.startAvatarUpload, startAvatarUpload(deps)),
    on(routes.completeAvatarUpload, completeAvatarUpload(deps)),
    on(routes.getAvatar, getAvatar(deps)),
  ],
});
