import type { MeasuredTimes } from './measured-times.ts';
import type { RequestCost, RouteCost } from './route-costs.ts';

/** The times of `INPUTS.time`, as figures. */
export interface TimeInputs {
  readonly dynamodbRead: number;
  readonly dynamodbWrite: number;
  readonly dynamodbTransaction: number;
  readonly otherCall: number;
  readonly connection: number;
  readonly machine: number;
  readonly fullCpuMegabytes: number;
  readonly initCpu: number;
}

/** One request of a service's mix, on average. */
export interface RequestProfile {
  /** Milliseconds, of a container that is warm. */
  readonly duration: number;
  /** What a container's first request takes beyond that, init apart, milliseconds. */
  readonly firstRequest: number;
  readonly init: number;
  readonly readUnits: number;
  /** Those of the rate limiter included. */
  readonly writeUnits: number;
  /** Calls to anything but DynamoDB. */
  readonly otherCalls: number;
}

/** How often each route of a service is called in a day, per active user. */
export type Mix = readonly { readonly cost: RouteCost; readonly perDay: number }[];

export interface ProfileOptions {
  readonly mix: Mix;
  readonly time: TimeInputs;
  readonly measured: MeasuredTimes;
  readonly memoryMegabytes: number;
  /** Share of requests whose container does not know the caller's grants. */
  readonly unknownGrants: number;
}

/** CPU time as measured at the share of a core that the memory buys, and the waiting for AWS, one call after the other. */
export function profileRequests({
  mix,
  time,
  measured,
  memoryMegabytes,
  unknownGrants,
}: ProfileOptions): RequestProfile {
  const share = Math.min(1, memoryMegabytes / time.fullCpuMegabytes);
  const total = mix.reduce((sum, { perDay }) => sum + perDay, 0);
  const mean = (figure: (cost: RequestCost) => number): number =>
    mix.reduce(
      (sum, { cost, perDay }) =>
        sum + (perDay / total) * (figure(cost.cold) * unknownGrants + figure(cost.warm) * (1 - unknownGrants)),
      0,
    );
  return {
    duration: (measured.warmRequest * time.machine) / share + mean((cost) => waiting(cost, time)),
    firstRequest: (Math.max(0, measured.firstRequest - measured.warmRequest) * time.machine) / share + time.connection,
    init: (measured.init * time.machine) / time.initCpu,
    readUnits: mean(({ readUnits }) => readUnits),
    writeUnits:
      mean(({ writeUnits }) => writeUnits) +
      mix.reduce((sum, { cost, perDay }) => sum + (perDay / total) * cost.limiter, 0),
    otherCalls: mean(({ calls }) =>
      Object.entries(calls).reduce((sum, [name, n]) => sum + (isDynamoDb(name) ? 0 : n), 0),
    ),
  };
}

/** Milliseconds that a request waits for AWS, one call after the other: an upper bound where some go at once. */
export const waiting = ({ calls }: RequestCost, time: TimeInputs): number =>
  Object.entries(calls).reduce((sum, [name, count]) => sum + count * waitOf(name, time), 0);

function waitOf(call: string, time: TimeInputs): number {
  if (!isDynamoDb(call)) return time.otherCall;
  if (/TransactWrite/.test(call)) return time.dynamodbTransaction;
  return /(Get|Query)/.test(call) ? time.dynamodbRead : time.dynamodbWrite;
}

const isDynamoDb = (call: string): boolean => call.startsWith('DynamoDB');

/**
 * Share of requests for which grants are read: of `requests` that one opening of the app sends to `containers` at random,
 * each container that is met reads them once.
 */
export function shareOfUnknownGrants(requests: number, containers: number): number {
  const [sent, among] = [Math.max(1, requests), Math.max(1, containers)];
  return (among * (1 - (1 - 1 / among) ** sent)) / sent;
}
