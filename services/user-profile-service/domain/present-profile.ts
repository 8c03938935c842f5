import type { Versioned } from '@gymcoach/core/table';
import { stampsOf } from '@gymcoach/middleware/contract/present-resource';
import type { Profile, ProfileCard, StoredAvatar, StoredProfile } from './profile.schema.ts';
import { mayUseAiCoaching } from './profile-rules.ts';

/** The profile as its owner reads it on the day `today`. */
export function presentProfile(resource: Versioned<StoredProfile>, today: string): Profile {
  const { avatar, sexForEnergy = 'unspecified', guardianConsent = false, ...fields } = resource.data;
  return {
    userId: resource.ownerId,
    ...fields,
    sexForEnergy,
    guardianConsent,
    aiCoaching: mayUseAiCoaching(resource.data, today),
    ...avatarOf(avatar),
    ...stampsOf(resource),
  };
}

/** The profile as a coach reads it. */
export const presentProfileCard = ({ ownerId, data, version }: Versioned<StoredProfile>): ProfileCard => ({
  userId: ownerId,
  displayName: data.displayName,
  ...avatarOf(data.avatar),
  version,
});

/** Where the object lies is nobody's business: `GET .../avatar` leads to it. */
function avatarOf(avatar: StoredAvatar | undefined): Pick<ProfileCard, 'avatar'> {
  if (avatar === undefined) return {};
  const { key: _key, replaces: _replaces, ...shown } = avatar;
  return { avatar: shown };
}
