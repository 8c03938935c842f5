import { ACTIVE_ACCOUNT, type AccountState, type AccountStore } from './account.ts';
import { createBoundedMap } from './bounded-map.ts';

const MAX_AGE_MS = 60_000;
const ACCOUNTS = 1_000;

export interface CachedAccountsOptions {
  readonly accounts: AccountStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds of a clock that is never set. */
  readonly monotonic: () => number;
}

interface Reading {
  readonly state: Promise<AccountState>;
  readonly wall: number;
  readonly mono: number;
}

/**
 * Account states, each read at most once a minute per container, and once for any number of callers that wait for it.
 * The age counts from the start of the read and by both clocks: wall time can be set back, and a monotonic clock can
 * stand still while Lambda keeps the container frozen. A failed read is not kept; it rejects with the store's error.
 */
export function cachedAccounts({
  accounts,
  now,
  monotonic,
}: CachedAccountsOptions): (userId: string) => Promise<AccountState> {
  const readings = createBoundedMap<Reading>(ACCOUNTS);
  const isFresh = (age: number): boolean => age >= 0 && age < MAX_AGE_MS;

  return (userId) => {
    const wall = now();
    const mono = monotonic();
    const kept = readings.get(userId);
    if (kept !== undefined && isFresh(wall - kept.wall) && isFresh(mono - kept.mono)) return kept.state;
    const reading: Reading = { state: read(userId), wall, mono };
    readings.set(userId, reading);
    reading.state.catch(() => {
      if (readings.get(userId) === reading) readings.delete(userId);
    });
    return reading.state;
  };

  async function read(userId: string): Promise<AccountState> {
    return (await accounts.load(userId)) ?? ACTIVE_ACCOUNT;
  }
}
