import type { Kind } from './catalogue.ts';
import type { CoachLink } from './coach-link.ts';
import type { Share } from './share.ts';

/** The owner of what is nobody's: roles, the audit trail. No user has this id, for those are UUIDs. */
export const SYSTEM_OWNER = 'system';

/** What is asked for, with what counts for the decision. */
export interface Resource {
  readonly kind: Kind;
  /** A user's id, or `SYSTEM_OWNER`. */
  readonly ownerId: string;
  /** The owner's explicit mark, as stored: nobody else but an admin gets at it. @default false */
  readonly isPrivate?: boolean | undefined;
  /** An entry of the catalogue of exercises that is there for everybody. @default false */
  readonly isPublic?: boolean | undefined;
  /** The link between the owner and the caller, in any state; leave it out where there is none. */
  readonly link?: CoachLink | undefined;
  /** The share of this resource with the caller, in any state; leave it out where there is none. */
  readonly share?: Share | undefined;
}
