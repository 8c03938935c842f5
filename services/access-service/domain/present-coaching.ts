import type { CoachingRelationship } from './coach-link.schema.ts';
import type { CoachingGrants, CoachLinkRecord, Invitation } from './coaching-ports.ts';
import type { InvitationBody } from './invitation.schema.ts';

/** A link as its two people see it, with its version. */
export function presentCoachLink(link: CoachLinkRecord, now: number) {
  const { id, clientId, coachId, status, notBefore, endedAt, endedBy, version } = link;
  const body: CoachingRelationship = {
    ...{ id, clientId, coachId },
    status: status === 'active' && link.until <= now ? 'expired' : status,
    ...presentGrants(link),
    notBefore: instant(notBefore),
    ...(endedAt === undefined ? {} : { endedAt: instant(endedAt) }),
    ...(endedBy === undefined ? {} : { endedBy }),
    ...presentStamps(link),
  };
  return { version: { id, number: version }, body };
}

/** An invitation as its sender sees it, and who has answered it: without its token. */
export function presentInvitation(invitation: Invitation, now: number) {
  const { id, side, state, validUntil, relationshipId, version } = invitation;
  const body: InvitationBody = {
    ...{ id, side },
    state: state === 'open' && validUntil <= now ? 'expired' : state,
    ...presentGrants(invitation),
    validUntil: instant(validUntil),
    ...(relationshipId === undefined ? {} : { relationshipId }),
    ...presentStamps(invitation),
  };
  return { version: { id, number: version }, body };
}

/** Epoch milliseconds as the contract writes them. */
export const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

const presentGrants = ({ areas, canWrite, until }: CoachingGrants) => ({
  areas: [...areas],
  canWrite,
  until: instant(until),
});

const presentStamps = (of: { readonly version: number; readonly createdAt: number; readonly updatedAt: number }) => ({
  version: of.version,
  createdAt: instant(of.createdAt),
  updatedAt: instant(of.updatedAt),
});
