import { PageQuery, pageOf } from '@gymcoach/middleware/contract/page';
import { route } from '@gymcoach/middleware/contract/route';
import { AccessLogItem } from './domain/access-log.schema.ts';
import { Account, AccountAction } from './domain/account.schema.ts';
import { Assignment, AssignmentInput, AssignmentPath, Assignments, RemovalQuery } from './domain/assignment.schema.ts';
import { AuditEvent, AuditQuery } from './domain/audit.schema.ts';
import { CoachingRelationship, CoachLinkGrantsPatch, CoachLinkPath } from './domain/coach-link.schema.ts';
import { Explanation, Question } from './domain/explanation.schema.ts';
import {
  CreatedInvitation,
  Invitation,
  InvitationAcceptance,
  InvitationInput,
  InvitationPath,
  InvitationRefusal,
} from './domain/invitation.schema.ts';
import { Permissions } from './domain/permission.schema.ts';
import { Role, RoleInput, RolePatch, RolePath } from './domain/role.schema.ts';
import { UserPath } from './domain/shared.schema.ts';

export const listPermissions = route({
  method: 'GET',
  path: '/v1/permissions',
  summary: 'List every permission there is',
  access: 'authenticated',
  returns: { 200: Permissions },
});

export const listRoles = route({
  method: 'GET',
  path: '/v1/admin/roles',
  summary: 'List roles',
  description: 'Built-in and custom ones, by name. A role that was just made may appear a moment later.',
  permission: 'role:list',
  resource: 'system',
  query: PageQuery,
  paged: true,
  refusals: [404],
  returns: { 200: pageOf(Role) },
});

export const createRole = route({
  method: 'POST',
  path: '/v1/admin/roles',
  summary: 'Create a custom role',
  description: 'An entry that is not in the catalogue is refused, and so is one that the caller does not hold.',
  permission: 'role:create',
  resource: 'system',
  body: RoleInput,
  idempotencyKey: 'required',
  versioned: true,
  refusals: [404],
  returns: { 201: Role },
});

export const getRole = route({
  method: 'GET',
  path: '/v1/admin/roles/{role}',
  summary: 'Read a role',
  permission: 'role:read',
  resource: 'system',
  params: RolePath,
  versioned: true,
  returns: { 200: Role },
});

export const updateRole = route({
  method: 'PATCH',
  path: '/v1/admin/roles/{role}',
  summary: 'Change a custom role',
  description: 'Holds within 60 seconds for everybody who has it.',
  permission: 'role:update',
  resource: 'system',
  params: RolePath,
  body: RolePatch,
  precondition: 'if-match',
  refusals: [409],
  versioned: true,
  returns: { 200: Role },
});

export const deleteRole = route({
  method: 'DELETE',
  path: '/v1/admin/roles/{role}',
  summary: 'Delete a custom role',
  description: 'Refused while it is assigned to anybody, also where the assignment has ended by its time.',
  permission: 'role:delete',
  resource: 'system',
  params: RolePath,
  precondition: 'if-match',
  refusals: [409],
  returns: { 204: null },
});

export const listUserRoles = route({
  method: 'GET',
  path: '/v1/admin/users/{userId}/roles',
  summary: 'List the roles of a person',
  permission: 'user:read',
  params: UserPath,
  returns: { 200: Assignments },
});

export const assignRole = route({
  method: 'PUT',
  path: '/v1/admin/users/{userId}/roles/{role}',
  summary: 'Assign a role to a person',
  description: 'Not to oneself. Again: reason and end are replaced. A built-in role counts from the next token on.',
  permission: 'user:assignRole',
  params: AssignmentPath,
  body: AssignmentInput,
  returns: { 200: Assignment, 201: Assignment },
});

export const removeRole = route({
  method: 'DELETE',
  path: '/v1/admin/users/{userId}/roles/{role}',
  summary: 'Take a role from a person',
  description: 'Not from oneself, nor from the last admin. Holds within 60 seconds, whatever tokens say.',
  permission: 'user:assignRole',
  params: AssignmentPath,
  query: RemovalQuery,
  refusals: [409],
  returns: { 204: null },
});

export const getAccount = route({
  method: 'GET',
  path: '/v1/admin/users/{userId}',
  summary: 'Read the state of an account',
  permission: 'user:read',
  params: UserPath,
  versioned: true,
  returns: { 200: Account },
});

export const suspendAccount = route({
  method: 'POST',
  path: '/v1/admin/users/{userId}/suspend',
  summary: 'Suspend an account',
  description: 'Its tokens are refused within 60 seconds. Not oneself, nor the last admin. Again: nothing changes.',
  permission: 'user:disable',
  params: UserPath,
  body: AccountAction,
  idempotencyKey: 'required',
  versioned: true,
  returns: { 200: Account },
});

export const reinstateAccount = route({
  method: 'POST',
  path: '/v1/admin/users/{userId}/reinstate',
  summary: 'Reinstate an account',
  description: 'The person has to sign in anew. Again: nothing changes.',
  permission: 'user:disable',
  params: UserPath,
  body: AccountAction,
  idempotencyKey: 'required',
  versioned: true,
  returns: { 200: Account },
});

export const signOutAccount = route({
  method: 'POST',
  path: '/v1/admin/users/{userId}/sign-out',
  summary: 'Sign a person out everywhere',
  description: 'Tokens issued until now are refused within 60 seconds.',
  permission: 'user:disable',
  params: UserPath,
  body: AccountAction,
  idempotencyKey: 'required',
  versioned: true,
  returns: { 200: Account },
});

export const explainAuthorization = route({
  method: 'POST',
  path: '/v1/admin/authorization/explain',
  summary: 'Explain a decision',
  description: 'Everybody for themselves; for others with the permission `audit:read`. Shows no data.',
  access: 'authenticated',
  body: Question,
  refusals: [404],
  returns: { 200: Explanation },
});

export const listAuditEvents = route({
  method: 'GET',
  path: '/v1/admin/audit-events',
  summary: 'List audit events',
  description: 'Newest first, by exactly one of subject, actor and day; by subject and actor 24 months back.',
  permission: 'audit:list',
  resource: 'system',
  query: AuditQuery,
  paged: true,
  refusals: [404],
  returns: { 200: pageOf(AuditEvent) },
});

export const createInvitation = route({
  method: 'POST',
  path: '/v1/coaching/invitations',
  summary: 'Invite somebody to coach or to be coached',
  description: 'Answers a token, once: give it to the other side. It is good for one answer within 14 days.',
  access: 'authenticated',
  body: InvitationInput,
  idempotencyKey: 'required',
  returns: { 201: CreatedInvitation },
});

export const listInvitations = route({
  method: 'GET',
  path: '/v1/coaching/invitations',
  summary: 'List the invitations that you sent',
  access: 'authenticated',
  query: PageQuery,
  paged: true,
  returns: { 200: pageOf(Invitation) },
});

export const acceptInvitation = route({
  method: 'POST',
  path: '/v1/coaching/invitations/{invitationId}/accept',
  summary: 'Accept an invitation',
  description: 'Answers exactly what is granted. A client may grant less than was offered, never more.',
  access: 'authenticated',
  params: InvitationPath,
  body: InvitationAcceptance,
  idempotencyKey: 'required',
  returns: { 200: CoachingRelationship },
});

export const declineInvitation = route({
  method: 'POST',
  path: '/v1/coaching/invitations/{invitationId}/decline',
  summary: 'Decline an invitation',
  access: 'authenticated',
  params: InvitationPath,
  body: InvitationRefusal,
  idempotencyKey: 'required',
  returns: { 200: Invitation },
});

export const revokeInvitation = route({
  method: 'POST',
  path: '/v1/coaching/invitations/{invitationId}/revoke',
  summary: 'Take an invitation back',
  access: 'authenticated',
  params: InvitationPath,
  idempotencyKey: 'required',
  returns: { 200: Invitation },
});

export const listCoachingClients = route({
  method: 'GET',
  path: '/v1/coaching/clients',
  summary: 'List the people whom you coach',
  description: 'Relationships that have ended are shown, too.',
  access: 'authenticated',
  query: PageQuery,
  paged: true,
  returns: { 200: pageOf(CoachingRelationship) },
});

export const listCoachingCoaches = route({
  method: 'GET',
  path: '/v1/coaching/coaches',
  summary: 'List your coaches',
  description: 'Relationships that have ended are shown, too.',
  access: 'authenticated',
  query: PageQuery,
  paged: true,
  returns: { 200: pageOf(CoachingRelationship) },
});

export const getCoachLink = route({
  method: 'GET',
  path: '/v1/coaching/relationships/{relationshipId}',
  summary: 'Read a coaching relationship',
  description: 'For its two people only.',
  access: 'authenticated',
  params: CoachLinkPath,
  versioned: true,
  returns: { 200: CoachingRelationship },
});

export const endCoachLink = route({
  method: 'DELETE',
  path: '/v1/coaching/relationships/{relationshipId}',
  summary: 'End a coaching relationship',
  description: 'By either side, at once and whatever its version: nobody has to read first what they no longer want.',
  access: 'authenticated',
  params: CoachLinkPath,
  returns: { 204: null },
});

export const updateCoachLinkGrants = route({
  method: 'PATCH',
  path: '/v1/coaching/relationships/{relationshipId}/grants',
  summary: 'Change what a coach may see and do',
  description: 'By the client only, wider or narrower; it counts from the next request of the coach on.',
  access: 'authenticated',
  params: CoachLinkPath,
  body: CoachLinkGrantsPatch,
  precondition: 'if-match',
  versioned: true,
  refusals: [409],
  returns: { 200: CoachingRelationship },
});

export const listAccessLog = route({
  method: 'GET',
  path: '/v1/users/{userId}/access-log',
  summary: 'List who has looked at your data',
  description: 'Newest first, of the last 24 months. Each access of a coach is here before the coach gets an answer.',
  permission: 'access-log:list',
  params: UserPath,
  query: PageQuery,
  paged: true,
  returns: { 200: pageOf(AccessLogItem) },
});
