import { AppError, isAppError, notFound } from '@gymcoach/core/errors';
import type { Versioned } from '@gymcoach/core/table';
import { avatarKey, incomingKey, MAX_AVATAR_BYTES } from './avatar-object.ts';
import type { StoredAvatarUpload } from './avatar-upload.schema.ts';
import { PROFILE_ID } from './change-profile.ts';
import { type CleanImage, cleanImage } from './image/clean-image.ts';
import { sniffImage } from './image/sniff-image.ts';
import type { Clock, MediaStore, Stores } from './ports.ts';
import type { StoredAvatar } from './profile.schema.ts';
import { noProfile } from './start-avatar-upload.ts';

type Deps = Pick<Stores, 'profiles' | 'avatarUploads'> & Clock & { readonly media: MediaStore };
type Upload = Versioned<StoredAvatarUpload>;

const ATTEMPTS = 5;

/**
 * Makes an uploaded file the profile's picture: reads the stored bytes, checks that they are what was announced, copies
 * the image without its metadata, points the profile at the copy. Every step may be repeated, so a retry after a crash
 * at any point ends in the same state. Throws 404, 409 while nothing was uploaded, 413, 415 or 422 for a file that is
 * refused (and removed).
 */
export async function completeAvatarUpload(deps: Deps, userId: string, uploadId: string): Promise<Upload> {
  const { avatarUploads, media } = deps;
  const upload = await avatarUploads.load(userId, uploadId);
  if (upload === undefined) throw notFound();
  if (upload.data.status === 'completed') return upload;
  const incoming = incomingKey(userId, uploadId, upload.data.contentType);
  const image = await readImage(media, incoming, upload.data.contentType);
  const key = avatarKey(userId, uploadId, upload.data.contentType);
  await media.putObject(key, image.bytes, image.contentType);
  const replaced = await showAvatar(deps, userId, {
    key,
    contentType: image.contentType,
    width: image.width,
    height: image.height,
    uploadedAt: new Date(deps.now()).toISOString(),
  });
  const completed = await complete(avatarUploads, upload);
  await media.deleteObject(incoming);
  if (replaced !== undefined && replaced !== key) await media.deleteObject(replaced);
  return completed;
}

async function readImage(media: MediaStore, key: string, announced: string): Promise<CleanImage> {
  const object = await media.getObject(key, { maxBytes: MAX_AVATAR_BYTES });
  if (object === undefined) {
    throw new AppError('conflict', 'state.transition-invalid', 'The file has not been uploaded yet.');
  }
  const kind = sniffImage(object.bytes);
  const image = kind === undefined ? undefined : cleanImage(object.bytes, kind);
  if (image?.refused === undefined && image?.contentType === announced) return image;
  await media.deleteObject(key);
  if (image?.refused === undefined) {
    throw new AppError('unsupported-media', 'media.unsupported', 'The file is not an image of the announced type.');
  }
  throw new AppError('unprocessable', 'media.refused', 'The image is damaged or too large.', {
    cause: new Error(image.refused),
  });
}

/** Gives the key of the picture that was shown before. The profile may change at the same time: then once more. */
async function showAvatar({ profiles }: Deps, userId: string, avatar: StoredAvatar): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const profile = await profiles.load(userId, PROFILE_ID);
    if (profile === undefined) throw noProfile();
    try {
      await profiles.update(userId, PROFILE_ID, [profile.version], (data) => ({ ...data, avatar }));
      return profile.data.avatar?.key;
    } catch (error) {
      if (!isStale(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Two completions at once both end here; the later one finds the work done. */
async function complete(avatarUploads: Deps['avatarUploads'], upload: Upload): Promise<Upload> {
  try {
    return await avatarUploads.update(upload.ownerId, upload.id, [upload.version], (data) => ({
      ...data,
      status: 'completed',
    }));
  } catch (error) {
    const current = isStale(error) ? await avatarUploads.load(upload.ownerId, upload.id) : undefined;
    if (current?.data.status === 'completed') return current;
    throw error;
  }
}

const isStale = (error: unknown): boolean => isAppError(error) && error.kind === 'precondition-failed';
