import type { StoredProfile } from './profile.schema.ts';

/** Age from which nobody has to agree. */
export const ADULT_ENOUGH = 16;

/** Whole years between two days, `YYYY-MM-DD`; a birthday on 29 February is kept on 1 March in other years. */
export function ageOn(day: string, birthDate: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** AI coaching is off below 16, and while we do not know. */
export const mayUseAiCoaching = ({ birthDate }: StoredProfile, today: string): boolean =>
  birthDate !== undefined && ageOn(today, birthDate) >= ADULT_ENOUGH;
