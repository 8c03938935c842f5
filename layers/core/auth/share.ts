/** One person's leave for another to read or update one resource. */
export interface Share {
  /** Whom it is for. */
  readonly userId: string;
  /** Epoch milliseconds; at this instant it no longer grants. */
  readonly until: number;
  readonly read: boolean;
  readonly update: boolean;
}

/** Whether the share grants a verb now: `read` and `update` only, each if it says so. Half-open: not at `until`. */
export const isShared = ({ until, read, update }: Share, verb: string | undefined, now: number): boolean =>
  now < until && ((verb === 'read' && read) || (verb === 'update' && update));
