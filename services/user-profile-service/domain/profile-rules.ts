import { type Issue, invalidInput } from '@gymcoach/core/errors';
import type { StoredProfile } from './profile.schema.ts';

const YOUNGEST = 13;
const ADULT_ENOUGH = 16;
const OLDEST = 110;

/** Whole years between two days, `YYYY-MM-DD`; a birthday on 29 February is kept on 1 March in other years. */
export function ageOn(day: string, birthDate: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** The profile as it is, if its age is one that we serve; otherwise 400 naming the field. */
export function checkedProfile(profile: StoredProfile, today: string): StoredProfile {
  const { birthDate, guardianConsent } = profile;
  if (birthDate === undefined) return profile;
  const age = ageOn(today, birthDate);
  if (age < YOUNGEST || age > OLDEST) throw invalidInput([AGE]);
  if (age < ADULT_ENOUGH && guardianConsent !== true) throw invalidInput([CONSENT]);
  return profile;
}

/** AI coaching is off below 16, and while we do not know. */
export const mayUseAiCoaching = ({ birthDate }: StoredProfile, today: string): boolean =>
  birthDate !== undefined && ageOn(today, birthDate) >= ADULT_ENOUGH;

const AGE: Issue = {
  in: 'body',
  pointer: '/birthDate',
  code: 'profile.age-not-served',
  message: 'must give an age of 13 to 110 years',
  params: { youngest: YOUNGEST, oldest: OLDEST },
};
const CONSENT: Issue = {
  in: 'body',
  pointer: '/guardianConsent',
  code: 'profile.guardian-consent-required',
  message: 'must be true below 16 years',
};
