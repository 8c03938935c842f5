import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { acceptInvitation as accept } from '../domain/accept-invitation.ts';
import type { CoachingPorts } from '../domain/coaching-ports.ts';
import { presentCoachLink } from '../domain/present-coaching.ts';
import type * as routes from '../routes.ts';

export const acceptInvitation =
  (deps: Pick<Deps, keyof CoachingPorts>): Handler<typeof routes.acceptInvitation> =>
  async ({ params, body, caller, once }) => ({
    status: 200,
    ...presentCoachLink(await accept(deps, caller, params.invitationId, once, body), deps.now()),
  });
