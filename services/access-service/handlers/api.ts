import { on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { deps } from '../deps.ts';
import * as routes from '../routes.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { assignRole } from './assign-role.ts';
import { createInvitation } from './create-invitation.ts';
import { createRole } from './create-role.ts';
import { declineInvitation } from './decline-invitation.ts';
import { deleteRole } from './delete-role.ts';
import { endCoachLink } from './end-coach-link.ts';
import { explainAuthorization } from './explain-authorization.ts';
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
import { reinstateAccount } from './reinstate-account.ts';
import { removeRole } from './remove-role.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import { signOutAccount } from './sign-out-account.ts';
import { suspendAccount } from './suspend-account.ts';
import { updateCoachLinkGrants } from './update-coach-link-grants.ts';
import { updateRole } from './update-role.ts';

export const handler = httpApi({
  service: 'access',
  auth: deps.auth,
  onRefusal: deps.onRefusal,
  cursors: deps.cursors,
  idempotency: deps.idempotency,
  endpoints: [
    on(routes.listPermissions, listPermissions()),
    on(routes.listRoles, listRoles(deps)),
    on(routes.createRole, createRole(deps)),
    on(routes.getRole, getRole(deps)),
    on(routes.updateRole, updateRole(deps)),
    on(routes.deleteRole, deleteRole(deps)),
    on(routes.listUserRoles, listUserRoles(deps)),
    on(routes.assignRole, assignRole(deps)),
    on(routes.removeRole, removeRole(deps)),
    on(routes.getAccount, getAccount(deps)),
    on(routes.suspendAccount, suspendAccount(deps)),
    on(routes.reinstateAccount, reinstateAccount(deps)),
    on(routes.signOutAccount, signOutAccount(deps)),
    on(routes.explainAuthorization, explainAuthorization(deps)),
    on(routes.listAuditEvents, listAuditEvents(deps)),
    on(routes.createInvitation, createInvitation(deps)),
    on(routes.listInvitations, listInvitations(deps)),
    on(routes.acceptInvitation, acceptInvitation(deps)),
    on(routes.declineInvitation, declineInvitation(deps)),
    on(routes.revokeInvitation, revokeInvitation(deps)),
    on(routes.listCoachingClients, listCoachingClients(deps)),
    on(routes.listCoachingCoaches, listCoachingCoaches(deps)),
    on(routes.getCoachLink, getCoachLink(deps)),
    on(routes.endCoachLink, endCoachLink(deps)),
    on(routes.updateCoachLinkGrants, updateCoachLinkGrants(deps)),
    on(routes.listAccessLog, listAccessLog(deps)),
  ],
});
