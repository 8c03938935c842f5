import { randomUUID } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type DynamoClient, isConditionFailed } from '../clients/dynamodb.ts';
import { keys, marshal } from '../table.ts';
import { latestPossible } from './latest-possible.ts';
import type { RouteClass } from './rate-policies.ts';

/** What is asked of a caller's meter; times in whole milliseconds since the epoch, amounts of time in milliseconds. */
export interface Charge {
  readonly principal: string;
  readonly routeClass: RouteClass;
  readonly at: number;
  /** What the requests cost: their number times the time that one takes to be given back. */
  readonly cost: number;
  /** How far the arrival time may be ahead of `at`. */
  readonly burst: number;
  /** The latest arrival time that the asker has seen; 0 for none. Honest ones only grow, so it may refuse without a call. */
  readonly seen: number;
}

/** A theoretical arrival time per caller and class: when the bucket will be full again. */
export interface RateMeter {
  /** Moves it on by the cost, unless that leads beyond the burst. Atomic. Rejects when it cannot tell what was done. */
  charge(charge: Charge): Promise<{ readonly paid: boolean; readonly tat: number }>;
}

export interface RateMeterOptions {
  readonly client: DynamoClient;
  /** Name of the ephemeral table. */
  readonly table: string;
  /** Names a charge. */
  readonly newId?: () => string;
}

/** Absent, past, ahead: a row can change under a caller this often before it has seen them all. */
const TRIES = 4;
/** A limiter that hangs must not hang the request. */
const DEADLINE_MS = 1_500;
const KEPT_SECONDS = 3_600;

/**
 * The generic cell rate algorithm (ITU-T I.371) as conditional updates of one row per caller and class, so that callers
 * in parallel never admit one too many: an arrival time that has passed, or is absent, becomes now plus cost; one that
 * is ahead grows by the cost.
 *
 * A try whose answer was lost is sent again. The row names its last charge, so the repetition finds its own and pays
 * once; had another container's charge come in between, it pays twice. So a lost answer may charge once too often, and
 * never lets one more pass.
 *
 * There is no time but the callers': containers whose clocks differ let pass, once, what is given back in the difference.
 * By 5 s at most: an arrival time that is further ahead than any clock within that can have led to is damage, left by a
 * clock that was wrong, and counts as past. Otherwise it would lock its caller out everywhere until then.
 */
export function createRateMeter({ client, table, newId = randomUUID }: RateMeterOptions): RateMeter {
  return {
    async charge({ principal, routeClass, at, cost, burst, seen }) {
      const id = newId();
      const target = {
        TableName: table,
        Key: marshal({ ...keys.rateLimit(principal, routeClass) }),
        ReturnValues: 'UPDATED_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      } as const;
      const expiresAt = Math.ceil((at + burst) / 1_000) + KEPT_SECONDS;
      const set = { ':v': 1, ':type': 'rate-limit', ':id': id, ':expires': expiresAt, ':at': at };
      let tat = seen;
      const possible = latestPossible(at, burst);
      for (let tries = 0; tries < TRIES; tries++) {
        const isAhead = tat > at && tat <= possible;
        if ((isAhead ? tat : at) + cost > at + burst) return { paid: false, tat };
        const update = isAhead ? ahead(set, cost, at + burst - cost) : past(set, at + cost, possible);
        try {
          const { Attributes } = await client.send('UpdateItem', { ...target, ...update }, { deadlineMs: DEADLINE_MS });
          return { paid: true, tat: arrivalTime(Attributes) };
        } catch (error) {
          if (!isConditionFailed(error)) throw error;
          const item = error.reasons[0]?.item;
          tat = item === undefined ? 0 : arrivalTime(item);
          if (item?.['charge']?.S === id) return { paid: true, tat };
        }
      }
      throw new Error('the row of a rate limit keeps changing');
    },
  };
}

const ENVELOPE = 'v = :v, #type = :type, charge = :id, expiresAt = :expires';
type Known = Readonly<Record<string, string | number>>;

const past = (set: Known, next: number, possible: number) => ({
  UpdateExpression: `SET ${ENVELOPE}, tat = :next`,
  ConditionExpression: 'attribute_not_exists(PK) OR tat <= :at OR tat > :possible',
  ExpressionAttributeNames: { '#type': 'type' },
  ExpressionAttributeValues: marshal({ ...set, ':next': next, ':possible': possible }),
});

const ahead = (set: Known, cost: number, latest: number) => ({
  UpdateExpression: `SET ${ENVELOPE} ADD tat :cost`,
  ConditionExpression: 'tat > :at AND tat <= :latest AND charge <> :id',
  ExpressionAttributeNames: { '#type': 'type' },
  ExpressionAttributeValues: marshal({ ...set, ':cost': cost, ':latest': latest }),
});

function arrivalTime(item: Readonly<Record<string, AttributeValue>> | undefined): number {
  const tat = Number(item?.['tat']?.N);
  if (!Number.isFinite(tat)) throw new Error('a row of a rate limit has an unknown shape');
  return tat;
}
