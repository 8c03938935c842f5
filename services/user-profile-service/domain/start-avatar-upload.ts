import { AppError } from '@gymcoach/core/errors';
import type { Once, Versioned } from '@gymcoach/core/table';
import { incomingKey, MAX_AVATAR_BYTES } from './avatar-object.ts';
import type { AvatarUploadInput, StoredAvatarUpload } from './avatar-upload.schema.ts';
import type { Clock, MediaStore, Stores, UploadForm } from './ports.ts';
import { PROFILE_ID } from './profile-id.ts';

/** Seconds for which the bucket accepts the form. */
const FORM_SECONDS = 300;

export interface StartedUpload {
  readonly upload: Versioned<StoredAvatarUpload>;
  readonly form: UploadForm;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/**
 * Makes room for a picture: a form that stores one object of this type, at most 5 MiB, under a key that we chose.
 * Once per idempotency key. Throws 409 while there is no profile.
 */
export async function startAvatarUpload(
  deps: Pick<Stores, 'profiles' | 'avatarUploads'> &
    Clock & { readonly media: MediaStore; readonly newId: () => string },
  userId: string,
  once: Once,
  { contentType }: AvatarUploadInput,
): Promise<StartedUpload> {
  const { profiles, avatarUploads, media, now, newId } = deps;
  if ((await profiles.load(userId, PROFILE_ID)) === undefined) throw noProfile();
  const upload = await avatarUploads.createOnce(userId, `upl_${newId()}`, once, { contentType, status: 'pending' });
  const form = await media.presignPost({
    key: incomingKey(userId, upload.id, upload.data.contentType),
    contentType: upload.data.contentType,
    maxBytes: MAX_AVATAR_BYTES,
    expiresSeconds: FORM_SECONDS,
  });
  return { upload, form, expiresAt: new Date(now() + FORM_SECONDS * 1000).toISOString() };
}

/** 409: a picture belongs to a profile. */
export const noProfile = (): AppError =>
  new AppError('conflict', 'state.transition-invalid', 'Create the profile before its picture.');
