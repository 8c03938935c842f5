/** Primary key of a row. */
export interface Key {
  readonly PK: string;
  readonly SK: string;
}

/** All rows of one partition whose sort key begins with `prefix`. */
export interface Range {
  readonly PK: string;
  readonly prefix: string;
}

/** Escapes the separator, so that distinct inputs always give distinct keys. */
const part = (text: string): string => text.replaceAll('%', '%25').replaceAll('#', '%23');
const join = (...parts: readonly string[]): string => parts.map(part).join('#');
const own = (userId: string, ...sort: readonly string[]): Key => ({ PK: join('U', userId), SK: join(...sort) });

/**
 * Every key of every table, in one place: no service concatenates keys. A partition belongs to one user, one parent or
 * one hash, never to an entity name.
 */
export const keys = {
  account: (userId: string): Key => own(userId, 'ACCT'),
  profile: (userId: string): Key => own(userId, 'PROFILE'),
  preferences: (userId: string): Key => own(userId, 'PREFS'),
  trainingProfile: (userId: string): Key => own(userId, 'TRAINPROF'),
  injury: (userId: string, injuryId: string): Key => own(userId, 'INJ', injuryId),
  injuries: (userId: string): Range => ({ PK: join('U', userId), prefix: 'INJ#' }),
  avatarUpload: (userId: string, uploadId: string): Key => own(userId, 'UPL', uploadId),
  /** The client's side of a coach link: the row that decides. */
  coachLink: (clientId: string, coachId: string): Key => own(clientId, 'REL', 'COACH', coachId),
  /** The coach's side of the same link, for the list of clients. */
  clientLink: (coachId: string, clientId: string): Key => own(coachId, 'REL', 'CLIENT', clientId),
  /** One access to a client's data; `month` is `yyyyMM`. */
  accessLog: (clientId: string, month: string, id: string): Key => ({
    PK: join('U', clientId, 'X', month),
    SK: join('ACC', id),
  }),
  /** Manifest row: says that a family of the user's partitions exists, so that erasure can enumerate them. */
  family: (userId: string, ...family: readonly string[]): Key => ({
    PK: join('U', userId),
    SK: `PART#${join(...family)}`,
  }),
  /** `ephemeral` table: what an idempotency key has created; `hash` covers principal, method, route and key. */
  idempotency: (hash: string): Key => ({ PK: join('IK', hash), SK: '-' }),
  /** Read to tell whether the table answers; no row need be there. */
  probe: (): Key => ({ PK: 'HEALTH', SK: 'META' }),
  cursorSecret: (): Key => ({ PK: 'SECRET#CURSOR', SK: 'META' }),
} as const;
