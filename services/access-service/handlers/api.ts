import { afterPriming } from '@gymcoach/core/priming';
import { on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { deps } from '../deps.ts';
import * as routes from '../routes.ts';
import { getAccount } from './get-account.ts';
import { getCoachLink } from './get-coach-link.ts';
import { getRole } from './get-role.ts';
import { listAccessLog } from './list-access-log.ts';
import { listAuditEvents } from './list-audit-events.ts';
import { listCoachingClients } from './list-coaching-clients.ts';
import { listCoachingCoaches } from './list-coaching-coaches.ts';
import { listInvitations } from './list-invitations.ts';
import { listPermissions } from './list-permissions.ts';
import { listRoles } from './list-roles.ts';
import { listUserRoles } from './list-user-roles.ts';

export const handler = httpApi({
  service: 'access',
  auth: deps.auth,
  onRefusal: deps.onRefusal,
  cursors: deps.cursors,
  idempotency: deps.idempotency,
  endpoints: [
    on(routes.listPermissions, listPermissions()),
    on(routes.listRoles, listRoles(deps)),
    on(routes.getRole, getRole(deps)),
    on(routes.listUserRoles, listUserRoles(deps)),
    on(routes.getAccount, getAccount(deps)),
    on(routes.listAuditEvents, listAuditEvents(deps)),
    on(routes.listInvitations, listInvitations(deps)),
    on(routes.listCoachingClients, listCoachingClients(deps)),
    on(routes.listCoachingCoaches, listCoachingCoaches(deps)),
    on(routes.getCoachLink, getCoachLink(deps)),
    on(routes.listAccessLog, listAccessLog(deps)),
  ],
  changes: async () => (await import('./changes.ts')).changes,
});

// biome-ignore lint/suspicious/noThenProperty: Lambda's runtime waits for it
export const then = afterPriming(
  { handler },
  {
    prime: deps.prime,
    rehearse: async () =>
      (await import('@gymcoach/middleware/http/rehearse')).rehearse(routes.listCoachingClients, deps),
  },
);
