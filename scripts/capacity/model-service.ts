import { erlangB } from './erlang-b.ts';
import type { Values } from './input.ts';
import type { INPUTS } from './inputs.ts';
import type { MeasuredTimes } from './measured-times.ts';
import { perDayOf } from './mixes.ts';
import { drawNeeded, meanRotation } from './needed-containers.ts';
import { createRandom } from './random.ts';
import type { DeployedFunction } from './read-deployment.ts';
import type { PoolReport, ServiceReport } from './report.schema.ts';
import { type Mix, profileRequests, type RequestProfile, shareOfUnknownGrants } from './request-profile.ts';
import { type PoolResult, type ServiceDay, simulateService } from './simulate-service.ts';
import { mostOf, sumOf } from './sums.ts';

const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;
const OTHER_IDLES = [300, 1_800, 2_700];

export interface ModelledService {
  readonly deployed: DeployedFunction;
  readonly mix: Mix;
  readonly profile: RequestProfile;
  readonly unknownGrants: number;
  readonly rates: Float64Array;
  readonly day: ServiceDay;
}

export interface ServiceModelOptions {
  readonly deployed: DeployedFunction;
  readonly mix: Mix;
  /** On the modelled day. */
  readonly activeUsers: number;
  readonly shape: Float64Array;
  readonly seed: number;
  readonly measured: MeasuredTimes;
  readonly inputs: Values<typeof INPUTS>;
}

/** A day of one function. How far requests are spread says how often grants are read, and that how long they take. */
export function modelService(options: ServiceModelOptions): ModelledService {
  const { deployed, mix, activeUsers, shape, seed, measured, inputs } = options;
  const { traffic, lambda, time } = inputs;
  const { parallel } = traffic;
  const perDay = perDayOf(mix);
  const rates = shape.map((factor) => (factor * perDay * activeUsers) / DAY_SECONDS);
  const profileAt = (unknownGrants: number): RequestProfile =>
    profileRequests({ mix, time, measured, memoryMegabytes: deployed.memoryMegabytes, unknownGrants });
  const atWorst = { rates, parallel, seconds: profileAt(1).duration / 1_000 };
  const rotation = meanRotation(drawNeeded(atWorst, createRandom(seed)).needed);
  const unknownGrants = shareOfUnknownGrants(perDay / traffic.openings, rotation);
  const profile = profileAt(unknownGrants);
  const day = simulateService({
    rates,
    parallel,
    seconds: profile.duration / 1_000,
    seed,
    idle: lambda.idle,
    otherIdles: OTHER_IDLES,
    lifetime: lambda.lifetime,
    provisioned: deployed.provisioned,
    tracking: {
      aim: lambda.utilization,
      scaleOutMinutes: lambda.scaleOutMinutes,
      scaleInMinutes: lambda.scaleInMinutes,
      // Of the stage; without one, as if reserved concurrency were what is advised.
      most: deployed.provisionedMaximum ?? lambda.quota,
    },
  });
  return { deployed, mix, rates, unknownGrants, profile, day };
}

/** What is told about it. */
export function describeService(service: ModelledService, { lambda, traffic }: Values<typeof INPUTS>): ServiceReport {
  const { deployed, profile, unknownGrants, rates, day } = service;
  const requestsPerDay = sumOf(day.requests);
  const { reserved } = deployed;
  const busiest = (busiestMinute(rates) * profile.duration) / 1_000;
  const limit = Math.floor((reserved ?? lambda.quota) / traffic.parallel);
  const pool = (result: PoolResult): PoolReport => ({
    coldStartsPerDay: result.coldStarts,
    coldShare: shareOf(result.coldStarts, requestsPerDay),
    meanContainers: result.meanContainers,
    provided: result.provided,
  });
  return {
    name: deployed.name,
    requestsPerDay,
    peakPerSecond: mostOf(day.requests),
    warmMs: profile.duration,
    coldMs: profile.init + profile.firstRequest + profile.duration,
    unknownGrants,
    concurrency: day.concurrency,
    reserved: {
      ...(reserved === undefined ? {} : { limit: reserved }),
      enough: day.concurrency.most <= (reserved ?? lambda.quota),
      refusedAtPeak: erlangB(limit, busiest / traffic.parallel),
      advised: Math.max(reserved ?? 0, Math.ceil(day.concurrency.most * lambda.headroom)),
    },
    onDemand: pool(day.onDemand),
    fixed: pool(day.fixed),
    tracked: pool(day.tracked),
    coldShareAtOtherIdles: day.atOtherIdles.map(({ idle, coldStarts }) => ({
      idleSeconds: idle,
      coldShare: shareOf(coldStarts, requestsPerDay),
    })),
  };
}

/** Requests per second of the busiest minute, on average. */
function busiestMinute(rates: Float64Array): number {
  let most = 0;
  for (let from = 0; from < rates.length; from += MINUTE_SECONDS) {
    most = Math.max(most, sumOf(rates.subarray(from, from + MINUTE_SECONDS)) / MINUTE_SECONDS);
  }
  return most;
}

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole));
