import { idOf, userId } from '@gymcoach/middleware/contract/fields';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';

const contentType = Type.Enum(['image/jpeg', 'image/png', 'image/webp']);
const status = Type.Enum(['pending', 'completed']);

export const AvatarUploadInput = Type.Object({ contentType }, { additionalProperties: false });
export type AvatarUploadInput = Static<typeof AvatarUploadInput>;

const StoredAvatarUpload = Type.Object({ contentType, status }, { additionalProperties: false });
export type StoredAvatarUpload = Static<typeof StoredAvatarUpload>;
export const isStoredAvatarUpload = validator(StoredAvatarUpload);

export const AvatarUploadPath = Type.Object({ userId, uploadId: idOf('upl') }, { additionalProperties: false });

export const AvatarUpload = Type.Object(
  {
    id: idOf('upl'),
    status,
    contentType,
    expiresAt: Type.String({ format: 'date-time', description: 'Until when the form below is accepted' }),
    maxBytes: Type.Integer({ description: 'Largest file that the bucket accepts' }),
    form: Type.Object(
      {
        url: Type.String({ description: 'Where to POST multipart/form-data' }),
        fields: Type.Record(Type.String(), Type.String(), { description: 'Send these first, then `file` last' }),
      },
      { description: 'A presigned POST for exactly one object' },
    ),
  },
  { $id: 'AvatarUpload' },
);
export type AvatarUpload = Static<typeof AvatarUpload>;

/** A completed upload: what the profile shows now. */
export const AvatarUploadResult = Type.Object({ id: idOf('upl'), status, contentType }, { $id: 'AvatarUploadResult' });
