/** The kinds that a coach may be let into: those that the built-in role `coach` covers through a link. */
export const COACHING_AREAS = [
  'profile',
  'training-profile',
  'injury',
  'plan',
  'session',
  'schedule',
  'own-exercise',
  'exercise-setting',
  'nutrition',
  'photo',
  'goal',
  'analytics',
] as const;

export type CoachingArea = (typeof COACHING_AREAS)[number];
