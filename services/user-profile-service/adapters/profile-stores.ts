import { createCollection, keys, type Table, writeTogether } from '@gymcoach/core/table';
import { isStoredAvatarUpload } from '../domain/avatar-upload.schema.ts';
import { DEFAULT_PREFERENCES } from '../domain/default-preferences.ts';
import { DEFAULT_TRAINING_PROFILE } from '../domain/default-training-profile.ts';
import { isStoredInjury } from '../domain/injury.schema.ts';
import type { Clock, Stores } from '../domain/ports.ts';
import { isStoredPreferences } from '../domain/preferences.schema.ts';
import { isStoredProfile } from '../domain/profile.schema.ts';
import { isStoredTrainingProfile } from '../domain/training-profile.schema.ts';

/** An upload that was not completed within a day is forgotten, as the bucket forgets its file. */
const UPLOAD_SECONDS = 24 * 60 * 60;

/** The service's resources in the domain table. */
export function profileStores(tables: { readonly main: Table; readonly ephemeral: Table } & Clock): Stores {
  const shared = { table: tables.main, ephemeral: tables.ephemeral, now: tables.now };
  return {
    profiles: createCollection({
      ...shared,
      type: 'profile',
      key: keys.profile,
      parse: isStoredProfile,
      content: ({ avatar: _avatar, ...sent }) => sent,
    }),
    preferences: createCollection({
      ...shared,
      type: 'preferences',
      key: keys.preferences,
      parse: isStoredPreferences,
      defaults: DEFAULT_PREFERENCES,
    }),
    trainingProfiles: createCollection({
      ...shared,
      type: 'training-profile',
      key: keys.trainingProfile,
      parse: isStoredTrainingProfile,
      defaults: DEFAULT_TRAINING_PROFILE,
    }),
    injuries: createCollection({
      ...shared,
      type: 'injury',
      key: keys.injury,
      range: keys.injuries,
      parse: isStoredInjury,
    }),
    avatarUploads: createCollection({
      ...shared,
      type: 'avatar-upload',
      key: keys.avatarUpload,
      parse: isStoredAvatarUpload,
      lifetime: UPLOAD_SECONDS,
    }),
    together: (changes) => writeTogether(tables.main, changes),
  };
}
