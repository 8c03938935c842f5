import { isAppError } from '@gymcoach/core/errors';
import type { MediaStore, Stores } from './ports.ts';
import type { StoredProfile } from './profile.schema.ts';
import { PROFILE_ID } from './profile-id.ts';

/**
 * Deletes the profile and its pictures; preferences stay. A refused delete touches nothing: the row goes first, and what
 * is left of it names the pictures, so that a repeat after a crash finds them. Throws 404, or 412 with the current version.
 */
export async function deleteProfile(
  { profiles, media }: Pick<Stores, 'profiles'> & { readonly media: MediaStore },
  userId: string,
  expected: readonly number[],
): Promise<void> {
  try {
    const { data } = await profiles.remove(userId, PROFILE_ID, expected, picturesOf);
    await deleteAll(media, picturesOf(data));
  } catch (error) {
    if (!isAppError(error) || error.kind !== 'not-found') throw error;
    await deleteAll(media, await profiles.leftovers(userId, PROFILE_ID));
    throw error;
  }
}

const picturesOf = ({ avatar }: StoredProfile): readonly string[] =>
  avatar === undefined ? [] : [avatar.key, ...(avatar.replaces ?? [])];

async function deleteAll(media: MediaStore, keys: readonly string[]): Promise<void> {
  for (const key of keys) await media.deleteObject(key);
}
