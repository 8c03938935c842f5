import { type Endpoint, on } from '@gymcoach/middleware/http/call';
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
import { reinstateAccount } from './reinstate-account.ts';
import { removeRole } from './remove-role.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import { signOutAccount } from './sign-out-account.ts';
import { suspendAccount } from './suspend-account.ts';
import { updateCoachLinkGrants } from './update-coach-link-grants.ts';
import { updateRole } from './update-role.ts';

/** What changes something; loaded by the first such request. */
export const changes: readonly Endpoint[] = [
  on(routes.createRole, createRole(deps)),
  on(routes.updateRole, updateRole(deps)),
  on(routes.deleteRole, deleteRole(deps)),
  on(routes.assignRole, assignRole(deps)),
  on(routes.removeRole, removeRole(deps)),
  on(routes.suspendAccount, suspendAccount(deps)),
  on(routes.reinstateAccount, reinstateAccount(deps)),
  on(routes.signOutAccount, signOutAccount(deps)),
  on(routes.explainAuthorization, explainAuthorization(deps)),
  on(routes.createInvitation, createInvitation(deps)),
  on(routes.acceptInvitation, acceptInvitation(deps)),
  on(routes.declineInvitation, declineInvitation(deps)),
  on(routes.revokeInvitation, revokeInvitation(deps)),
  on(routes.endCoachLink, endCoachLink(deps)),
  on(routes.updateCoachLinkGrants, updateCoachLinkGrants(deps)),
];
