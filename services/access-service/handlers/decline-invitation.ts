import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { declineInvitation as decline } from '../domain/close-invitation.ts';
import { presentInvitation } from '../domain/present-coaching.ts';
import type * as routes from '../routes.ts';

export const declineInvitation =
  (deps: Pick<Deps, 'coaching' | 'invitationTokens' | 'now'>): Handler<typeof routes.declineInvitation> =>
  async ({ params, body, caller, once }) => ({
    status: 200,
    ...presentInvitation(await decline(deps, caller, params.invitationId, once, body.token), deps.now()),
  });
