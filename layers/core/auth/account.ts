/** What an account row says that a token cannot know: it was written after the token was issued. */
export interface AccountState {
  /** Anything but `active` is refused. */
  readonly status: string;
  /** Epoch seconds: tokens issued before are refused. 0 takes every token. */
  readonly validAfter: number;
  /** Groups that no longer count, whatever a token says. */
  readonly revokedGroups: readonly string[];
}

/** An account without a row. */
export const ACTIVE_ACCOUNT: AccountState = { status: 'active', validAfter: 0, revokedGroups: [] };

/**
 * An account row `{ v: 1, status, validAfter?, revokedGroups? }` as stored. Throws a plain `Error` on any other shape:
 * what cannot be read must not be taken for an active account.
 */
export function parseAccount(row: Readonly<Record<string, unknown>>): AccountState {
  const { v, status, validAfter = 0, revokedGroups = [] } = row;
  if (v !== 1 || typeof status !== 'string') throw new Error('An account row has an unknown shape.');
  if (typeof validAfter !== 'number' || !Number.isFinite(validAfter)) throw new Error('validAfter is no number.');
  if (!Array.isArray(revokedGroups) || !revokedGroups.every((group) => typeof group === 'string')) {
    throw new Error('revokedGroups is no list of names.');
  }
  return { status, validAfter, revokedGroups };
}
