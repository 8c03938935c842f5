import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { MAX_AVATAR_BYTES } from '../domain/avatar-object.ts';
import { startAvatarUpload as start } from '../domain/start-avatar-upload.ts';
import type * as routes from '../routes.ts';

export const startAvatarUpload =
  (
    deps: Pick<Deps, 'profiles' | 'avatarUploads' | 'media' | 'now' | 'newId'>,
  ): Handler<typeof routes.startAvatarUpload> =>
  async ({ params, body, once }) => {
    const { upload, form, expiresAt } = await start(deps, params.userId, once, body);
    return {
      status: 201,
      headers: { location: `${once.path}/${upload.id}/complete` },
      body: {
        id: upload.id,
        ...upload.data,
        expiresAt,
        maxBytes: MAX_AVATAR_BYTES,
        form: { url: form.url, fields: { ...form.fields } },
      },
    };
  };
