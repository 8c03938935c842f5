import type { StoredAvatarUpload } from './avatar-upload.schema.ts';

type ContentType = StoredAvatarUpload['contentType'];

const EXTENSION: Readonly<Record<ContentType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Largest picture, bytes. */
export const MAX_AVATAR_BYTES = 5 * 1024 * 1024;

/** Where an upload arrives: nothing is served from here, and the bucket empties it after a day. */
export const incomingKey = (userId: string, uploadId: string, contentType: ContentType): string =>
  `incoming/u/${userId}/${uploadId}.${EXTENSION[contentType]}`;

/** Where the checked and cleaned picture lies. One per upload, so that a repeat writes the same object. */
export const avatarKey = (userId: string, uploadId: string, contentType: ContentType): string =>
  `u/${userId}/avatar/${uploadId}.${EXTENSION[contentType]}`;
