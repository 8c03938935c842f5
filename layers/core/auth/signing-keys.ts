import { unavailable } from '../errors.ts';
import { sharedRead } from '../request-scope/shared-read.ts';
import { isOver, requestScope } from '../request-scope.ts';
import { parseJwks, type SigningKey } from './parse-jwks.ts';

const MAX_AGE_MS = 3_600_000;
const REFETCH_MS = 10_000;
const COLD_RETRY_MS = 1_000; // the Retry-After of the refusal

export interface SigningKeysOptions {
  /** The text of the key set; a rejection is a failed fetch. */
  readonly fetch: () => Promise<string>;
  /** Epoch milliseconds. Wall time: a monotonic clock may stand still while Lambda keeps the container frozen. */
  readonly now: () => number;
  /** Takes each new set in full, in place of the one before. */
  readonly accept: (keys: readonly SigningKey[]) => void;
  /**
   * Keys known from the start, which serve one call, so that a container's first request fetches nothing. The next one
   * fetches: who made the seed does not know which keys the pool has dropped since. Where that fails, the seed is a stale set.
   */
  readonly seed?: readonly SigningKey[] | undefined;
}

export interface SigningKeys {
  /**
   * Resolves when the accepted set is as good as can be had for `kid`: fresh, or stale because a refresh failed. That a
   * `kid` is still not in it is for the verification to refuse. Gives whether the set came from the pool itself: what a
   * seed has verified is not to be remembered. Throws 503 `auth.keys-unavailable` when there are no keys to judge by.
   */
  ready(kid: string): Promise<boolean>;
  /** Lets the next request try at once, although an attempt has just failed. */
  tryAgain(): void;
}

/** Keeps the key set for an hour, fetches it once for any number of callers, and at most every 10 s for unknown ids. */
export function createSigningKeys({ fetch, now, accept, seed }: SigningKeysOptions): SigningKeys {
  let known: ReadonlySet<string> | undefined;
  let fetchedAt = 0;
  let isFetched = false;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let underWay = false;
  let refresh = sharedRead(load);

  const take = (keys: readonly SigningKey[], at: number): void => {
    accept(keys);
    known = new Set(keys.map((key) => key.kid));
    fetchedAt = at;
  };
  if (seed !== undefined) take(seed, now());

  // A clock that was set back makes the difference negative: then nothing counts as recent.
  const within = (since: number, span: number): boolean => now() >= since && now() - since < span;

  async function load(): Promise<void> {
    triedAt = now();
    failure = undefined;
    underWay = true;
    try {
      take(parseJwks(await fetch()), triedAt);
      isFetched = true;
    } catch (error) {
      failure = error;
      if (isOver(requestScope())) {
        // Cut off with its request, which says nothing about the keys: the next request tries at once.
        triedAt = Number.NEGATIVE_INFINITY;
        throw error;
      }
    }
    underWay = false;
    refresh = sharedRead(load);
  }

  return {
    async ready(kid) {
      const current = known;
      if (current?.has(kid) && within(fetchedAt, MAX_AGE_MS)) {
        if (!isFetched) fetchedAt = Number.NEGATIVE_INFINITY; // the seed has served
        return isFetched;
      }
      const pause = current === undefined ? COLD_RETRY_MS : REFETCH_MS;
      if (underWay || !within(triedAt, pause)) await refresh().catch(() => {}); // `failure` tells
      if (failure === undefined || known?.has(kid)) return isFetched;
      throw unavailable('auth.keys-unavailable', 'Sign-in cannot be checked right now.', failure);
    },

    tryAgain() {
      triedAt = Number.NEGATIVE_INFINITY;
    },
  };
}
