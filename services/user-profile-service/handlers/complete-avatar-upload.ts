import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { completeAvatarUpload as complete } from '../domain/complete-avatar-upload.ts';
import type * as routes from '../routes.ts';

export const completeAvatarUpload =
  (
    deps: Pick<Deps, 'profiles' | 'avatarUploads' | 'together' | 'media' | 'now'>,
  ): Handler<typeof routes.completeAvatarUpload> =>
  async ({ params }) => {
    const upload = await complete(deps, params.userId, params.uploadId);
    return { status: 200, body: { id: upload.id, ...upload.data } };
  };
