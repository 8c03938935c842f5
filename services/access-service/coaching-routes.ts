import { UserPath } from '@gymcoach/middleware/contract/fields';
import { PageQuery, pageOf } from '@gymcoach/middleware/contract/page';
import { route } from '@gymcoach/middleware/contract/route';
import { AccessLogItem } from './domain/access-log.schema.ts';
import { CoachingRelationship, CoachLinkGrantsPatch, CoachLinkPath } from './domain/coach-link.schema.ts';
import {
  CreatedInvitation,
  Invitation,
  InvitationAcceptance,
  InvitationInput,
  InvitationPath,
  InvitationRefusal,
} from './domain/invitation.schema.ts';

export const createInvitation = route({
  method: 'POST',
  path: '/v1/coaching/invitations',
  summary: 'Invite somebody to coach or to be coached',
  description: 'Answers a token, once: give it to the other side. It is good for one answer within 14 days.',
  permission: 'assignment:create',
  resource: 'caller',
  body: InvitationInput,
  idempotencyKey: 'required',
  limit: 'sensitive',
  returns: { 201: CreatedInvitation },
});

export const listInvitations = route({
  method: 'GET',
  path: '/v1/coaching/invitations',
  summary: 'List the invitations that you sent',
  permission: 'assignment:list',
  resource: 'caller',
  query: PageQuery,
  paged: true,
  returns: { 200: pageOf(Invitation) },
});

export const acceptInvitation = route({
  method: 'POST',
  path: '/v1/coaching/invitations/{invitationId}/accept',
  summary: 'Accept an invitation',
  description: 'Answers exactly what is granted. A client may grant less than was offered, never more.',
  permission: 'assignment:accept',
  resource: 'caller',
  params: InvitationPath,
  body: InvitationAcceptance,
  idempotencyKey: 'required',
  limit: 'sensitive',
  counts: { 200: 'coachLinksAccepted' },
  returns: { 200: CoachingRelationship },
});

export const declineInvitation = route({
  method: 'POST',
  path: '/v1/coaching/invitations/{invitationId}/decline',
  summary: 'Decline an invitation',
  permission: 'assignment:update',
  resource: 'caller',
  params: InvitationPath,
  body: InvitationRefusal,
  idempotencyKey: 'required',
  limit: 'sensitive',
  returns: { 200: Invitation },
});

export const revokeInvitation = route({
  method: 'POST',
  path: '/v1/coaching/invitations/{invitationId}/revoke',
  summary: 'Take an invitation back',
  permission: 'assignment:update',
  resource: 'caller',
  params: InvitationPath,
  idempotencyKey: 'required',
  returns: { 200: Invitation },
});

export const listCoachingClients = route({
  method: 'GET',
  path: '/v1/coaching/clients',
  summary: 'List the people whom you coach',
  description: 'Relationships that have ended are shown, too.',
  permission: 'assignment:list',
  resource: 'caller',
  query: PageQuery,
  paged: true,
  returns: { 200: pageOf(CoachingRelationship) },
});

export const listCoachingCoaches = route({
  method: 'GET',
  path: '/v1/coaching/coaches',
  summary: 'List your coaches',
  description: 'Relationships that have ended are shown, too.',
  permission: 'assignment:list',
  resource: 'caller',
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
