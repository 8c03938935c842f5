import type { Versioned } from '@gymcoach/core/table';
import { patched } from '@gymcoach/middleware/contract/patched';
import { checkedProfile } from './checked-profile.ts';
import type { Clock, Stores } from './ports.ts';
import { isStoredProfile, type ProfileInput, type ProfilePatch, type StoredProfile } from './profile.schema.ts';
import { PROFILE_ID } from './profile-id.ts';
import { utcDay } from './utc-day.ts';

/** Creates the profile: again with the same content is no change, with other content 409. */
export const createProfile = (
  { profiles, now }: Pick<Stores, 'profiles'> & Clock,
  userId: string,
  input: ProfileInput,
): Promise<{ readonly resource: Versioned<StoredProfile>; readonly created: boolean }> =>
  profiles.create(userId, PROFILE_ID, checkedProfile(input, utcDay(now())));

/** Throws 404, 412 with the current version, or 400 when the patched profile breaks a rule. */
export const updateProfile = (
  { profiles, now }: Pick<Stores, 'profiles'> & Clock,
  userId: string,
  expected: readonly number[],
  patch: ProfilePatch,
): Promise<Versioned<StoredProfile>> =>
  profiles.update(userId, PROFILE_ID, expected, (profile) =>
    checkedProfile(patched(isStoredProfile, profile, patch), utcDay(now())),
  );
