import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import type * as routes from '../routes.ts';

/** What reads and cleans images is loaded by the first picture. */
export const completeAvatarUpload =
  (
    deps: Pick<Deps, 'profiles' | 'avatarUploads' | 'together' | 'media' | 'now'>,
  ): Handler<typeof routes.completeAvatarUpload> =>
  async ({ params }) => {
    const { completeAvatarUpload: complete } = await import('../domain/complete-avatar-upload.ts');
    const upload = await complete(deps, params.userId, params.uploadId);
    return { status: 200, body: { id: upload.id, ...upload.data } };
  };
