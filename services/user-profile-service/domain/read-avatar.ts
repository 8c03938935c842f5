import { notFound } from '@gymcoach/core/errors';
import type { MediaStore, Stores } from './ports.ts';
import { PROFILE_ID } from './profile-id.ts';

/** Seconds for which the picture's URL works. */
const URL_SECONDS = 60;

/** A URL of the profile's picture, good for 60 seconds. Throws 404 where there is none. */
export async function readAvatar(
  { profiles, media }: Pick<Stores, 'profiles'> & { readonly media: MediaStore },
  userId: string,
): Promise<string> {
  const profile = await profiles.load(userId, PROFILE_ID);
  if (profile?.data.avatar === undefined) throw notFound();
  return media.presignGet(profile.data.avatar.key, URL_SECONDS);
}
