import type { Permission } from '@gymcoach/core/auth';
import type { Once } from '@gymcoach/core/table';
import type { AccessLogItem } from './access-log.schema.ts';
import type { Side } from './coaching.schema.ts';
import type { CoachingArea } from './coaching-areas.ts';

/** What a client lets a coach see and do. All instants here are epoch milliseconds, and every interval is half-open. */
export interface CoachingGrants {
  readonly areas: readonly CoachingArea[];
  readonly canWrite: boolean;
  /** At this instant it no longer holds. */
  readonly until: number;
}

interface Changing {
  readonly id: string;
  /** 1 when new; the row before the change has one less, and the write says so. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Invitation extends Changing, CoachingGrants {
  readonly senderId: string;
  /** Which of the two the sender is. */
  readonly side: Side;
  readonly state: 'open' | 'accepted' | 'declined' | 'revoked';
  /** At this instant it can no longer be accepted. */
  readonly validUntil: number;
  readonly tokenSalt: string;
  readonly tokenHash: string;
  /** What came of it. */
  readonly relationshipId?: string;
}

/** A coach link with its id and history: what the decision reads is a part of its row. */
export interface CoachLinkRecord extends Changing, CoachingGrants {
  readonly clientId: string;
  readonly coachId: string;
  readonly status: 'active' | 'ended';
  readonly notBefore: number;
  readonly endedAt?: number;
  readonly endedBy?: Side;
}

/** The places that a client's coaches take. A place is free again at its `until`, without a write. */
export interface CoachRoster {
  readonly clientId: string;
  /** 0 while there is no row. */
  readonly version: number;
  readonly places: readonly { readonly coachId: string; readonly until: number }[];
}

/** What the audit trail keeps of a change: ids, no personal data. */
export interface CoachingEvent {
  readonly action:
    | 'coaching.invitation-created'
    | 'coaching.invitation-accepted'
    | 'coaching.invitation-declined'
    | 'coaching.invitation-revoked'
    | 'coaching.grants-changed'
    | 'coaching.link-ended';
  readonly actorId: string;
  /** Whose data it is about: the client, or who sent the invitation while nobody has accepted it. */
  readonly subjectId: string;
  readonly resource: string;
  readonly at: number;
}

/** Everything that one act changes: all of it is written, or nothing. */
export interface CoachingChange {
  /** Id of what came of it: what a repeat is told whose first request was cut off before its answer. */
  readonly target: string;
  readonly invitation?: Invitation;
  readonly link?: CoachLinkRecord;
  readonly roster?: CoachRoster;
  readonly event: CoachingEvent;
}

export interface CoachingPage<T> {
  readonly items: readonly T[];
  readonly last?: string;
}
export interface CoachingPaging {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** Invitations and links in the domain table. Reads are strongly consistent. */
export interface CoachingStore {
  findInvitation(id: string): Promise<Invitation | undefined>;
  listInvitations(senderId: string, paging: CoachingPaging): Promise<CoachingPage<Invitation>>;
  findLink(id: string): Promise<CoachLinkRecord | undefined>;
  findLinkBetween(clientId: string, coachId: string): Promise<CoachLinkRecord | undefined>;
  /** Links in which the person is the coach. */
  listClients(coachId: string, paging: CoachingPaging): Promise<CoachingPage<CoachLinkRecord>>;
  /** Links in which the person is the client. */
  listCoaches(clientId: string, paging: CoachingPaging): Promise<CoachingPage<CoachLinkRecord>>;
  rosterOf(clientId: string): Promise<CoachRoster>;
  /**
   * Writes a change in one transaction, on the condition that every row is still at the version before.
   * `overtaken`: one was not, nothing is written, and what is there now has to be read again.
   */
  commit(change: CoachingChange, once?: Once): Promise<'done' | 'overtaken'>;
}

/** Makes tokens of invitations so that what is stored does not give them away. */
export interface InvitationTokens {
  newSalt(): string;
  /** The same for the same salt and idempotency key, so that a repeated request is given the same token again. */
  tokenOf(salt: string, idempotencyKey: string): string;
  hashOf(token: string): string;
  /** In constant time. */
  matches(token: string, hash: string): boolean;
}

export interface AccessLogReader {
  /** Newest first. */
  page(userId: string, paging: CoachingPaging): Promise<CoachingPage<AccessLogItem>>;
}

export interface CoachingPorts {
  readonly coaching: CoachingStore;
  readonly invitationTokens: InvitationTokens;
  /** Told of a caller who knows of a thing, or guesses at it, and may not do this to it. Never rejects. */
  readonly onRefusal: (refusal: { readonly actor: string; readonly permission: Permission }) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
}
