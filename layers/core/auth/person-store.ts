import type { AccountState } from './account.ts';
import type { Assignment } from './role-store.ts';

/** What is stored about a person and counts for the decision. */
export interface StoredPerson {
  /** Undefined where no row was ever written. */
  readonly account: AccountState | undefined;
  /** Every assignment, also those that have ended. */
  readonly assignments: readonly Assignment[];
}

/** Where people are. A read is strongly consistent; a failed one rejects, and nothing of it counts as absent. */
export interface PersonStore {
  load(userId: string): Promise<StoredPerson>;
}
