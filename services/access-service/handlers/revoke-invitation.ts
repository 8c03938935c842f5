import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { revokeInvitation as revoke } from '../domain/close-invitation.ts';
import { presentInvitation } from '../domain/present-coaching.ts';
import type * as routes from '../routes.ts';

export const revokeInvitation =
  (deps: Pick<Deps, 'coaching' | 'invitationTokens' | 'now'>): Handler<typeof routes.revokeInvitation> =>
  async ({ params, caller, once }) => ({
    status: 200,
    ...presentInvitation(await revoke(deps, caller, params.invitationId, once), deps.now()),
  });
