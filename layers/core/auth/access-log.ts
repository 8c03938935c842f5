import type { Kind } from './catalogue.ts';

/** One access to a person's data by somebody else, as that person will read it. */
export interface AccessLogEntry {
  /** Time-ordered (a ULID), so that the rows of a month are in order. */
  readonly id: string;
  /** Whose data it is. */
  readonly clientId: string;
  /** Who came. */
  readonly actorId: string;
  /** As what: a coach, or by a custom role. */
  readonly role: 'coach' | 'custom';
  /** By what right. */
  readonly relationship: 'coach-link';
  readonly kind: Kind;
  readonly verb: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Where accesses are written, before the answer is given. Rejects when the row is not surely there. */
export interface AccessLog {
  record(entry: AccessLogEntry): Promise<void>;
}
