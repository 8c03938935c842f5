import { invalidInput } from '@gymcoach/core/errors';
import type { Versioned } from '@gymcoach/core/table';
import { patched } from '@gymcoach/middleware/contract/patched';
import { TRAINING_PROFILE_ID } from './default-training-profile.ts';
import type { Stores } from './ports.ts';
import {
  isStoredTrainingProfile,
  type StoredTrainingProfile,
  type TrainingProfilePatch,
} from './training-profile.schema.ts';

/** Throws 412 with the current version, or 400 when an exercise is both liked and avoided. */
export const updateTrainingProfile = (
  { trainingProfiles }: Pick<Stores, 'trainingProfiles'>,
  userId: string,
  expected: readonly number[],
  patch: TrainingProfilePatch,
): Promise<Versioned<StoredTrainingProfile>> =>
  trainingProfiles.update(userId, TRAINING_PROFILE_ID, expected, (current) =>
    checkedTrainingProfile(patched(isStoredTrainingProfile, current, patch)),
  );

function checkedTrainingProfile(profile: StoredTrainingProfile): StoredTrainingProfile {
  const liked = new Set(profile.likedExerciseIds);
  const contradiction = profile.avoidedExerciseIds.findIndex((id) => liked.has(id));
  if (contradiction === -1) return profile;
  throw invalidInput([
    {
      in: 'body',
      pointer: `/avoidedExerciseIds/${contradiction}`,
      code: 'training-profile.liked-and-avoided',
      message: 'is also among the liked exercises',
    },
  ]);
}
