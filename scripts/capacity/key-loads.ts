import type { RouteCost } from './route-costs.ts';

/** The busiest key of one kind, at the worst that callers can make of it. */
export interface KeyLoad {
  readonly key: string;
  readonly why: string;
  /** Units per second. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** The larger of both shares of what one partition gives. */
  readonly share: number;
}

/** Requests of each class that one caller may send at once. */
export interface Quotas {
  readonly read: number;
  readonly write: number;
  readonly sensitive: number;
}

export interface KeyLoadOptions {
  readonly limits: {
    readonly partitionRead: number;
    readonly partitionWrite: number;
    readonly auditShards: number;
    readonly auditHeadWrites: number;
    readonly grantsSeconds: number;
    readonly coaches: number;
  };
  readonly quotas: Quotas;
  /** Requests that the gateway lets pass in one second at the most. */
  readonly gatewayBurst: number;
  /** Those that touch the rows of one person. */
  readonly requests: readonly RouteCost[];
  /** Write units of numbering one change. */
  readonly changeWrites: number;
  /** Audited changes in the busiest second. */
  readonly auditedPerSecond: number;
  /** Containers of all functions that are busy at once, at the most. */
  readonly containers: number;
}

/** A sample request in which somebody else's coach link is what opens the door. */
const BY_COACH = '.by-coach';
/** An idempotency key is written before and after. */
const KEY_WRITES = 2;

/**
 * Whether any partition key can be asked for more than one partition gives. What belongs to one person is heated by one
 * caller, at the limit of the rate limiter: the whole quota in one second, with the dearest request of its class.
 */
export function keyLoads(options: KeyLoadOptions): readonly KeyLoad[] {
  const { limits, quotas, gatewayBurst, requests, changeWrites, auditedPerSecond, containers } = options;
  const load = (key: string, why: string, readUnits: number, writeUnits: number): KeyLoad => {
    const share = Math.max(readUnits / limits.partitionRead, writeUnits / limits.partitionWrite);
    return { key, why, readUnits, writeUnits, share };
  };
  const atOnce = (wanted: number): number => Math.min(wanted, gatewayBurst);
  const own = requests
    .filter(({ event }) => !event.endsWith(BY_COACH))
    .map((cost) => {
      const times = atOnce(quotas[classOf(cost)]);
      const why = `rows of one user: ${times} times ${cost.event} in one second`;
      return load('U#<user>', why, times * cost.cold.readUnits, times * cost.cold.writeUnits);
    });
  const hottest = own.toSorted(byShare)[0];
  const logged = Math.max(
    0,
    ...requests.filter(({ event }) => event.endsWith(BY_COACH)).map(({ warm }) => warm.writeUnits),
  );
  const visits = atOnce(limits.coaches * quotas.read);
  const events = auditedPerSecond / limits.auditShards;
  return [
    ...(hottest === undefined ? [] : [hottest]),
    load(
      'U#<user>#X#<month>',
      `access log: all coaches of one client at once, ${visits} reads in one second`,
      0,
      visits * logged,
    ),
    load(
      'U#<user>#L#<n>',
      'change feed: the whole quota of writes numbered in one second',
      0,
      quotas.write * changeWrites,
    ),
    load(
      'RL#<caller>#<class>',
      'rate limiter: each request asks once half of the quota is used',
      0,
      atOnce(quotas.read),
    ),
    load('IK#<hash>', 'idempotency: one key with the whole quota', quotas.write, quotas.write * KEY_WRITES),
    load('R#<caller>#<month>', 'counted refusals of one caller', 0, atOnce(quotas.read)),
    load('H#<day>#<shard>', 'end of an audit chain, in the busiest second', events, events * limits.auditHeadWrites),
    load('ROLE#<name>', 'a role that everybody holds, read by each container', containers / limits.grantsSeconds, 0),
    load('SECRET#CURSOR', 'key of list cursors, when all containers start at once', containers, 0),
  ].toSorted(byShare);
}

const byShare = (a: KeyLoad, b: KeyLoad): number => b.share - a.share;

/** A sensitive request is charged each time, which is how the figures tell it. */
function classOf({ method, limiter }: RouteCost): keyof Quotas {
  if (limiter === 1) return 'sensitive';
  return method === 'GET' ? 'read' : 'write';
}
