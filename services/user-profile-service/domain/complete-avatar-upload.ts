import { AppError, isAppError, notFound, unavailable } from '@gymcoach/core/errors';
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
const MAX_REPLACED = 10;

/**
 * Makes an uploaded file the profile's picture: reads the stored bytes, checks that they are what was announced, copies
 * the image without its metadata, points the profile at the copy. Every step may be repeated, so a retry after a crash
 * at any point ends in the same state. Throws 404, 409 while nothing was uploaded, 413, 415 or 422 for a file that is
 * refused (and removed).
 */
export async function completeAvatarUpload(deps: Deps, userId: string, uploadId: string): Promise<Upload> {
  const { profiles, avatarUploads, media } = deps;
  const upload = await avatarUploads.load(userId, uploadId);
  if (upload === undefined) throw notFound();
  if (upload.data.status === 'completed') return upload;
  if ((await profiles.load(userId, PROFILE_ID)) === undefined) throw noProfile();
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
  for (const earlier of replaced) await media.deleteObject(earlier);
  const completed = await complete(avatarUploads, upload);
  await media.deleteObject(incoming);
  return completed;
}

async function readImage(media: MediaStore, key: string, announced: string): Promise<CleanImage> {
  const object = await media.getObject(key, { maxBytes: MAX_AVATAR_BYTES }).catch(async (error: unknown) => {
    if (isAppError(error) && error.kind === 'too-large') await media.deleteObject(key);
    throw error;
  });
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

/**
 * Points the profile at the picture and gives the objects that it no longer shows. The profile may change at the same
 * time: then once more. Where it is gone, the copy goes too.
 */
async function showAvatar({ profiles, media }: Deps, userId: string, avatar: StoredAvatar): Promise<readonly string[]> {
  for (let attempt = 1; ; attempt++) {
    const profile = await profiles.load(userId, PROFILE_ID);
    if (profile === undefined) {
      await media.deleteObject(avatar.key);
      throw noProfile();
    }
    const replaces = replacedBy(avatar, profile.data.avatar);
    try {
      await profiles.update(userId, PROFILE_ID, [profile.version], (data) => ({
        ...data,
        avatar: { ...avatar, replaces: [...replaces] },
      }));
      return replaces;
    } catch (error) {
      if (!isLost(error)) throw error;
      if (attempt === ATTEMPTS) throw keepsChanging(error);
    }
  }
}

const keepsChanging = (cause: unknown): AppError =>
  unavailable('state.busy', 'The profile keeps changing; try again.', cause);

/** A repeat finds its own picture shown, and what that one replaced still to be deleted, perhaps. */
function replacedBy(avatar: StoredAvatar, shown: StoredAvatar | undefined): readonly string[] {
  if (shown === undefined) return [];
  const keys = [shown.key, ...(shown.replaces ?? [])].filter((key) => key !== avatar.key);
  return keys.slice(0, MAX_REPLACED);
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

/** The row has changed, or is gone, since it was read. */
const isLost = (error: unknown): boolean =>
  isAppError(error) && (error.kind === 'precondition-failed' || error.kind === 'not-found');
const isStale = (error: unknown): boolean => isAppError(error) && error.kind === 'precondition-failed';
