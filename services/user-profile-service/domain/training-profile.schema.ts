import { idOf, stamps } from '@gymcoach/middleware/contract/fields';
import { nullable } from '@gymcoach/middleware/contract/nullable';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';

const experience = Type.Enum(['beginner', 'intermediate', 'advanced']);
const goals = Type.Array(
  Type.Enum(['strength', 'hypertrophy', 'power', 'endurance', 'fat-loss', 'general-health', 'mobility', 'sport']),
  { maxItems: 5, uniqueItems: true, description: 'Most important first' },
);
const daysPerWeek = Type.Integer({ minimum: 1, maximum: 7 });
const minutesPerSession = Type.Integer({ minimum: 10, maximum: 240 });
const exerciseIds = Type.Array(idOf('exr'), { maxItems: 100, uniqueItems: true });

const stored = {
  experience: Type.Optional(experience),
  goals,
  daysPerWeek: Type.Optional(daysPerWeek),
  minutesPerSession: Type.Optional(minutesPerSession),
  likedExerciseIds: exerciseIds,
  avoidedExerciseIds: exerciseIds,
};

const StoredTrainingProfile = Type.Object(stored, { additionalProperties: false });
export type StoredTrainingProfile = Static<typeof StoredTrainingProfile>;
export const isStoredTrainingProfile = validator(StoredTrainingProfile);

/** `null` takes an optional field away; a list is replaced as a whole. */
export const TrainingProfilePatch = Type.Object(
  {
    experience: Type.Optional(nullable(experience)),
    goals: Type.Optional(goals),
    daysPerWeek: Type.Optional(nullable(daysPerWeek)),
    minutesPerSession: Type.Optional(nullable(minutesPerSession)),
    likedExerciseIds: Type.Optional(exerciseIds),
    avoidedExerciseIds: Type.Optional(exerciseIds),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type TrainingProfilePatch = Static<typeof TrainingProfilePatch>;

export const TrainingProfile = Type.Object({ ...stored, ...stamps }, { $id: 'TrainingProfile' });
export type TrainingProfile = Static<typeof TrainingProfile>;
