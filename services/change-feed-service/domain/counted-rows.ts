/** A kind of row whose changes a person's devices want to know of. */
export interface CountedRow {
  /** The whole sort key, or with `#` at its end how it begins. */
  readonly sort: string;
  /** The service that writes it. */
  readonly service: string;
  readonly kind: string;
  /** What of the row its owner may see: what is under `data`, or these fields of the row itself. */
  readonly fields: 'data' | readonly string[];
}

const LINK_FIELDS = ['areas', 'canWrite', 'endedAt', 'endedBy', 'notBefore', 'status', 'until'];
const INVITATION_FIELDS = ['areas', 'canWrite', 'relationshipId', 'side', 'state', 'until', 'validUntil'];

/**
 * The rows that count, in a person's own partition. An allow-list: rows that are for the system (roles, accounts,
 * uploads, manifests) tell nobody anything, and if the feed's own rows counted it would feed itself. The filter in
 * serverless.yml says the same, so that Lambda is not started for the others; a test compares the two.
 */
export const COUNTED_ROWS: readonly CountedRow[] = [
  { sort: 'PROFILE', service: 'user-profile', kind: 'profile', fields: 'data' },
  { sort: 'PREFS', service: 'user-profile', kind: 'preferences', fields: 'data' },
  { sort: 'TRAINPROF', service: 'user-profile', kind: 'training-profile', fields: 'data' },
  { sort: 'INJ#', service: 'user-profile', kind: 'injury', fields: 'data' },
  { sort: 'REL#COACH#', service: 'access', kind: 'coach-link', fields: LINK_FIELDS },
  { sort: 'REL#CLIENT#', service: 'access', kind: 'coach-link', fields: LINK_FIELDS },
  { sort: 'INV#', service: 'access', kind: 'invitation', fields: INVITATION_FIELDS },
];

/** What a row with this sort key counts as, if it counts. */
export const countedRow = (SK: string): CountedRow | undefined =>
  COUNTED_ROWS.find(({ sort }) => (sort.endsWith('#') ? SK.startsWith(sort) : SK === sort));
