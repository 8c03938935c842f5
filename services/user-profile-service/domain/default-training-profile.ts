import type { StoredTrainingProfile } from './training-profile.schema.ts';

export const TRAINING_PROFILE_ID = 'training-profile';

/** What applies before the first change. */
export const DEFAULT_TRAINING_PROFILE: StoredTrainingProfile = {
  goals: [],
  likedExerciseIds: [],
  avoidedExerciseIds: [],
};
