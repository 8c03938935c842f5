import { type Static, Type } from 'typebox';

const Count = Type.Number({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const object = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

const Pool = object({
  coldStartsPerDay: Count,
  /** Of the day's requests. */
  coldShare: Share,
  meanContainers: Count,
  /** Kept ready: on average, at most. */
  provided: object({ mean: Count, most: Count }),
});

const Service = object({
  name: Type.String(),
  requestsPerDay: Count,
  peakPerSecond: Count,
  /** Milliseconds: of a warm request, and of one that starts a container. */
  warmMs: Count,
  coldMs: Count,
  /** Share of requests for which grants are read. */
  unknownGrants: Share,
  concurrency: object({ mean: Count, p99: Count, most: Count }),
  reserved: object({
    limit: Type.Optional(Count),
    enough: Type.Boolean(),
    /** Of requests in the busiest minute, by Erlang's B formula. */
    refusedAtPeak: Share,
    advised: Count,
  }),
  onDemand: Pool,
  fixed: Pool,
  tracked: Pool,
  /** How much hangs on a figure that nobody publishes. */
  coldShareAtOtherIdles: Type.Array(object({ idleSeconds: Count, coldShare: Share })),
});

const Bill = object({
  items: Type.Array(object({ item: Type.String(), dollars: Count })),
  dollarsPerMonth: Count,
  dollarsPerThousandUsers: Count,
});

/** What `npm run capacity -- --json` prints. A day is a Monday; a month is a mean one. */
export const CapacityReport = object({
  users: Type.Integer({ minimum: 1 }),
  seed: Type.Integer({ minimum: 0 }),
  stage: Type.String(),
  services: Type.Array(Service),
  worker: object({
    name: Type.String(),
    changesPerDay: Count,
    invocationsPerDay: Count,
    shards: Count,
    meanConcurrency: Count,
  }),
  gateway: object({
    peakPerSecond: Count,
    rate: Count,
    burst: Count,
    refusedShare: Share,
    advisedRate: Count,
    accountQuota: Count,
  }),
  account: object({
    mostConcurrency: Count,
    reserved: Count,
    advised: Count,
    quota: Count,
    /** The reserved concurrency of the stage, and the advised one, leave what cannot be reserved. */
    fitsQuota: Type.Boolean(),
    advisedFitsQuota: Type.Boolean(),
    newQuota: Count,
    fitsNewQuota: Type.Boolean(),
  }),
  dynamodb: object({
    readUnits: object({ mean: Count, peak: Count, newTable: Count }),
    writeUnits: object({ mean: Count, peak: Count, newTable: Count }),
    /** A table that was just made takes the peak at once. */
    newTableEnough: Type.Boolean(),
  }),
  keys: Type.Array(
    object({ key: Type.String(), why: Type.String(), readUnits: Count, writeUnits: Count, share: Count }),
  ),
  cost: object({
    onDemand: Bill,
    fixed: Bill,
    tracked: Bill,
    /** What the user pool would cost in its cheapest tier. */
    cognitoLite: Count,
  }),
});
export type CapacityReport = Static<typeof CapacityReport>;
export type ServiceReport = CapacityReport['services'][number];
export type PoolReport = ServiceReport['onDemand'];
