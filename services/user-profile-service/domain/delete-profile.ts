import { notFound, staleVersion } from '@gymcoach/core/errors';
import { PROFILE_ID } from './change-profile.ts';
import type { MediaStore, Stores } from './ports.ts';

/**
 * Deletes the profile and its picture; preferences stay. The picture goes first: a crash in between leaves a profile
 * that can be deleted again, never a picture that nobody points at. Throws 404, or 412 with the current version.
 */
export async function deleteProfile(
  { profiles, media }: Pick<Stores, 'profiles'> & { readonly media: MediaStore },
  userId: string,
  expected: readonly number[],
): Promise<void> {
  const profile = await profiles.load(userId, PROFILE_ID);
  if (profile === undefined) throw notFound();
  if (!expected.includes(profile.version)) throw staleVersion(profile);
  const { avatar } = profile.data;
  if (avatar !== undefined) {
    for (const key of [avatar.key, ...(avatar.replaces ?? [])]) await media.deleteObject(key);
  }
  await profiles.remove(userId, PROFILE_ID, [profile.version]);
}
