import { AppError, isAppError, notFound, unavailable } from '@gymcoach/core/errors';
import type { Versioned } from '@gymcoach/core/table';
import { avatarKey, incomingKey, MAX_AVATAR_BYTES } from './avatar-object.ts';
import type { StoredAvatarUpload } from './avatar-upload.schema.ts';
import { type CleanImage, cleanImage } from './image/clean-image.ts';
import { sniffImage } from './image/sniff-image.ts';
import type { Clock, MediaStore, Stores } from './ports.ts';
import type { StoredAvatar } from './profile.schema.ts';
import { PROFILE_ID } from './profile-id.ts';
import { noProfile } from './start-avatar-upload.ts';

type Deps = Pick<Stores, 'profiles' | 'avatarUploads' | 'together'> & Clock & { readonly media: MediaStore };
type Upload = Versioned<StoredAvatarUpload>;

const ATTEMPTS = 5;
const MAX_REPLACED = 10;

/**
 * Makes an uploaded file the profile's picture: reads the stored bytes, checks that they are what was announced, copies
 * the image without its metadata, and in one transaction points the profile at the copy and marks the upload as
 * completed. So one upload is shown at most once, and a repeat, also after a crash at any point, only tidies up. Throws
 * 404, 409 while nothing was uploaded, 413, 415 or 422 for a file that is refused (and removed).
 */
export async function completeAvatarUpload(deps: Deps, userId: string, uploadId: string): Promise<Upload> {
  const { profiles, avatarUploads, media } = deps;
  const upload = await avatarUploads.load(userId, uploadId);
  if (upload === undefined) throw notFound();
  if (upload.data.status === 'completed') return tidied(deps, upload);
  if ((await profiles.load(userId, PROFILE_ID)) === undefined) throw noProfile();
  const image = await readImage(media, incomingOf(upload), upload.data.contentType);
  if (image === undefined) return withoutFile(deps, upload);
  await media.putObject(keyOf(upload), image.bytes, image.contentType);
  await show(deps, upload, {
    key: keyOf(upload),
    contentType: image.contentType,
    width: image.width,
    height: image.height,
    uploadedAt: new Date(deps.now()).toISOString(),
  });
  return tidied(deps, upload);
}

const incomingOf = ({ ownerId, id, data }: Upload): string => incomingKey(ownerId, id, data.contentType);
const keyOf = ({ ownerId, id, data }: Upload): string => avatarKey(ownerId, id, data.contentType);

/** Nothing was uploaded, or another call with the same upload has just finished with the file. */
async function withoutFile(deps: Deps, { ownerId, id }: Upload): Promise<Upload> {
  const current = await deps.avatarUploads.load(ownerId, id);
  if (current?.data.status === 'completed') return tidied(deps, current);
  throw new AppError('conflict', 'state.transition-invalid', 'The file has not been uploaded yet.');
}

async function readImage(media: MediaStore, key: string, announced: string): Promise<CleanImage | undefined> {
  const object = await media.getObject(key, { maxBytes: MAX_AVATAR_BYTES }).catch(async (error: unknown) => {
    if (isAppError(error) && error.kind === 'too-large') await media.deleteObject(key);
    throw error;
  });
  if (object === undefined) return undefined;
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

/** The profile may change at the same time: then once more. Whoever comes second finds the upload completed. */
async function show(deps: Deps, { ownerId, id }: Upload, avatar: StoredAvatar): Promise<void> {
  const { profiles, avatarUploads, media } = deps;
  for (let attempt = 1; ; attempt++) {
    const [upload, profile] = await Promise.all([avatarUploads.load(ownerId, id), profiles.load(ownerId, PROFILE_ID)]);
    if (upload === undefined || upload.data.status === 'completed') return;
    if (profile === undefined) {
      await media.deleteObject(avatar.key);
      throw noProfile();
    }
    const replaces = [...replacedBy(profile.data.avatar)];
    try {
      const changes = [
        profiles.prepare(profile, { ...profile.data, avatar: { ...avatar, replaces } }),
        avatarUploads.prepare(upload, { ...upload.data, status: 'completed' }),
      ];
      await deps.together(await Promise.all(changes));
      return;
    } catch (error) {
      if (!isLost(error)) throw error;
      if (attempt === ATTEMPTS) throw unavailable('state.busy', 'The profile keeps changing; try again.', error);
    }
  }
}

/** What the picture before has not deleted yet is passed on, so that no object is forgotten. */
const replacedBy = (shown: StoredAvatar | undefined): readonly string[] =>
  shown === undefined ? [] : [shown.key, ...(shown.replaces ?? [])].slice(0, MAX_REPLACED);

/** Deletes what a completed upload leaves behind: what it replaced, or its own copy where another is shown by now. */
async function tidied({ profiles, avatarUploads, media }: Deps, { ownerId, id }: Upload): Promise<Upload> {
  const [upload, profile] = await Promise.all([avatarUploads.load(ownerId, id), profiles.load(ownerId, PROFILE_ID)]);
  if (upload === undefined) throw notFound();
  const shown = profile?.data.avatar;
  const key = keyOf(upload);
  for (const unused of shown?.key === key ? (shown.replaces ?? []) : [key]) await media.deleteObject(unused);
  await media.deleteObject(incomingOf(upload));
  return upload;
}

/** The row has changed, or is gone, since it was read. */
const isLost = (error: unknown): boolean =>
  isAppError(error) && (error.kind === 'precondition-failed' || error.kind === 'not-found');
