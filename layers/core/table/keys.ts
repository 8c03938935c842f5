/** Primary key of a row. */
export interface Key {
  readonly PK: string;
  readonly SK: string;
}

/** All rows of one partition whose sort key begins with `prefix`; in an index, all rows of one of its partitions. */
export interface Range {
  readonly PK: string;
  readonly prefix: string;
  /** An index is read as it is at this moment: it may lag behind the table. Its sort key must be unique in it. */
  readonly index?: 'GSI1' | 'GSI2';
}

/** Escapes the separator, so that distinct inputs always give distinct keys. */
const part = (text: string): string => text.replaceAll('%', '%25').replaceAll('#', '%23');
export const join = (...parts: readonly string[]): string => parts.map(part).join('#');
export const own = (userId: string, ...sort: readonly string[]): Key => ({ PK: join('U', userId), SK: join(...sort) });

/**
 * Every key of every table, in one place: no service concatenates keys. A partition belongs to one user, one parent or
 * one hash, never to an entity name. Those of the change feed, which no other request needs, are in feed-keys.ts.
 */
export const keys = {
  /** What the decision asks for about a person, for one read: the account and which roles they have. */
  grants: (userId: string): Range => ({ PK: join('U', userId), prefix: 'GRANT#' }),
  account: (userId: string): Key => own(userId, 'GRANT', 'ACCT'),
  /** Everything in a person's own partition. */
  rowsOf: (userId: string): Range => ({ PK: join('U', userId), prefix: '' }),
  profile: (userId: string): Key => own(userId, 'PROFILE'),
  preferences: (userId: string): Key => own(userId, 'PREFS'),
  trainingProfile: (userId: string): Key => own(userId, 'TRAINPROF'),
  injury: (userId: string, injuryId: string): Key => own(userId, 'INJ', injuryId),
  injuries: (userId: string): Range => ({ PK: join('U', userId), prefix: 'INJ#' }),
  avatarUpload: (userId: string, uploadId: string): Key => own(userId, 'UPL', uploadId),
  /** That a person has a role. */
  roleAssignment: (userId: string, role: string): Key => own(userId, 'GRANT', 'ROLE', role),
  roleAssignments: (userId: string): Range => ({ PK: join('U', userId), prefix: 'GRANT#ROLE#' }),
  /** A role's document. */
  role: (name: string): Key => ({ PK: join('ROLE', name), SK: 'META' }),
  /** The client's side of a coach link: the row that decides. */
  coachLink: (clientId: string, coachId: string): Key => own(clientId, 'REL', 'COACH', coachId),
  /** The coach's side of the same link, for the list of clients. */
  clientLink: (coachId: string, clientId: string): Key => own(coachId, 'REL', 'CLIENT', clientId),
  coachLinks: (clientId: string): Range => ({ PK: join('U', clientId), prefix: 'REL#COACH#' }),
  clientLinks: (coachId: string): Range => ({ PK: join('U', coachId), prefix: 'REL#CLIENT#' }),
  /** Says whose a coach link is: its id to client and coach. */
  coachLinkPointer: (linkId: string): Key => ({ PK: join('REL', linkId), SK: 'PTR' }),
  /** The coaches that a client has now: one row, so that their number can be a condition. */
  coachRoster: (clientId: string): Key => own(clientId, 'COACHES'),
  invitation: (invitationId: string): Key => ({ PK: join('INV', invitationId), SK: 'META' }),
  /** The sender's copy of an invitation, for the list. */
  sentInvitation: (senderId: string, invitationId: string): Key => own(senderId, 'INV', invitationId),
  sentInvitations: (senderId: string): Range => ({ PK: join('U', senderId), prefix: 'INV#' }),
  /** One access to a client's data; `month` is `yyyyMM`. */
  accessLog: (clientId: string, month: string, id: string): Key => ({
    PK: join('U', clientId, 'X', month),
    SK: join('ACC', id),
  }),
  accessLogOf: (clientId: string, month: string): Range => ({ PK: join('U', clientId, 'X', month), prefix: 'ACC#' }),
  /** Manifest rows of the months that have an access log. */
  accessLogMonths: (clientId: string): Range => ({ PK: join('U', clientId), prefix: 'PART#X#' }),
  /** Manifest row: says that a family of the user's partitions exists, so that erasure can enumerate them. */
  family: (userId: string, ...family: readonly string[]): Key => ({
    PK: join('U', userId),
    SK: `PART#${join(...family)}`,
  }),
  /** `ephemeral` table: what an idempotency key has created; `hash` covers principal, method, route and key. */
  idempotency: (hash: string): Key => ({ PK: join('IK', hash), SK: '-' }),
  /** `ephemeral` table: when a caller's requests of one route class are given back. */
  rateLimit: (principal: string, routeClass: string): Key => ({ PK: join('RL', principal, routeClass), SK: '-' }),
  /** Custom roles of one shard (see `roleShard`) by name, in the main table's GSI1. */
  roleNames: (shard: number): Range => ({ PK: join('ROLES', String(shard)), prefix: '', index: 'GSI1' }),
  /** `audit` table: an event, in its subject's month. `month` is `yyyyMM`, `day` is `yyyyMMdd`. */
  auditEvent: (subject: string, month: string, id: string): Key => ({ PK: join('S', subject, month), SK: id }),
  auditOfSubject: (subject: string, month: string): Range => ({ PK: join('S', subject, month), prefix: '' }),
  auditOfActor: (actor: string, month: string): Range => ({ PK: join('A', actor, month), prefix: '', index: 'GSI1' }),
  auditOfDay: (day: string, shard: number): Range => ({
    PK: join('D', day, String(shard)),
    prefix: '',
    index: 'GSI2',
  }),
  /** `audit` table: where a day's chain of one shard ends. */
  auditHead: (day: string, shard: number): Key => ({ PK: join('H', day, String(shard)), SK: 'HEAD' }),
  /** `audit` table: how often one caller was refused one thing in one minute. Counted, so apart from what is chained. */
  refusal: (actor: string, month: string, id: string): Key => ({ PK: join('R', actor, month), SK: id }),
  /** Read to tell whether the table answers; no row need be there. */
  probe: (): Key => ({ PK: 'HEALTH', SK: 'META' }),
  cursorSecret: (): Key => ({ PK: 'SECRET#CURSOR', SK: 'META' }),
} as const;
