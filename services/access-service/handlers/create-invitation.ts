import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import type { CoachingPorts } from '../domain/coaching-ports.ts';
import { createInvitation as create } from '../domain/create-invitation.ts';
import { instant } from '../domain/present-coaching.ts';
import type * as routes from '../routes.ts';

export const createInvitation =
  (deps: Pick<Deps, keyof CoachingPorts>): Handler<typeof routes.createInvitation> =>
  async ({ body, caller, once }) => {
    const { invitation, token } = await create(deps, caller, once, body);
    return { status: 201, body: { id: invitation.id, token, validUntil: instant(invitation.validUntil) } };
  };
