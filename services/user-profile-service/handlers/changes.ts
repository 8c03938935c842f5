import { type Endpoint, on } from '@gymcoach/middleware/http/call';
import { deps } from '../deps.ts';
import * as routes from '../routes.ts';
import { completeAvatarUpload } from './complete-avatar-upload.ts';
import { createProfile } from './create-profile.ts';
import { deleteInjury } from './delete-injury.ts';
import { deleteProfile } from './delete-profile.ts';
import { recordInjury } from './record-injury.ts';
import { startAvatarUpload } from './start-avatar-upload.ts';
import { updateInjury } from './update-injury.ts';
import { updatePreferences } from './update-preferences.ts';
import { updateProfile } from './update-profile.ts';
import { updateTrainingProfile } from './update-training-profile.ts';

/** What changes something; loaded by the first such request. */
export const changes: readonly Endpoint[] = [
  on(routes.createProfile, createProfile(deps)),
  on(routes.updateProfile, updateProfile(deps)),
  on(routes.deleteProfile, deleteProfile(deps)),
  on(routes.updatePreferences, updatePreferences(deps)),
  on(routes.updateTrainingProfile, updateTrainingProfile(deps)),
  on(routes.recordInjury, recordInjury(deps)),
  on(routes.updateInjury, updateInjury(deps)),
  on(routes.deleteInjury, deleteInjury(deps)),
  on(routes.startAvatarUpload, startAvatarUpload(deps)),
  on(routes.completeAvatarUpload, completeAvatarUpload(deps)),
];
