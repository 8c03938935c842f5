const CAPACITY = 500;
const COST = 5;

export interface RetryQuota {
  /** Pays for one repetition; false when too many calls have needed one lately. */
  take(): boolean;
  /** After a success: gives back what its repetitions cost, or one point for a call that needed none. */
  refund(attempts: number): void;
}

/**
 * Keeps a container from tripling the load on a service that is down: about a hundred repetitions without a success
 * between them, then each call gets one attempt. The figures are those of the AWS SDKs' standard retry mode.
 */
export function createRetryQuota(): RetryQuota {
  let points = CAPACITY;
  return {
    take() {
      if (points < COST) return false;
      points -= COST;
      return true;
    },
    refund(attempts) {
      points = Math.min(CAPACITY, points + Math.max(1, (attempts - 1) * COST));
    },
  };
}
