import { type Issue, invalidInput } from '@gymcoach/core/errors';
import type { StoredProfile } from './profile.schema.ts';
import { ADULT_ENOUGH, ageOn } from './profile-rules.ts';

const YOUNGEST = 13;
const OLDEST = 110;

/** The profile as it is, if its age is one that we serve; otherwise 400 naming the field. */
export function checkedProfile(profile: StoredProfile, today: string): StoredProfile {
  const { birthDate, guardianConsent } = profile;
  if (birthDate === undefined) return profile;
  const age = ageOn(today, birthDate);
  if (age < YOUNGEST || age > OLDEST) throw invalidInput([AGE]);
  if (age < ADULT_ENOUGH && guardianConsent !== true) throw invalidInput([CONSENT]);
  return profile;
}

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
