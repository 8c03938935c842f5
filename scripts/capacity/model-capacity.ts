import { type Values, valuesOf } from './input.ts';
import { INPUTS } from './inputs.ts';
import { keyLoads } from './key-loads.ts';
import type { MeasuredTimes } from './measured-times.ts';
import { mixesByService, perDayOf } from './mixes.ts';
import { describeService, type ModelledService, modelService } from './model-service.ts';
import { modelWorker } from './model-worker.ts';
import { monthlyBill, type Way } from './monthly-bill.ts';
import { price } from './price.ts';
import { createRandom } from './random.ts';
import type { Deployment } from './read-deployment.ts';
import type { CapacityReport } from './report.schema.ts';
import type { RouteCosts } from './route-costs.ts';
import { DAY_SECONDS, shapeOfDay } from './shape-of-day.ts';
import { mostOf, sumOf } from './sums.ts';
import { refusedByThrottle } from './throttle.ts';

export interface CapacityOptions {
  readonly users: number;
  readonly seed: number;
  readonly deployment: Deployment;
  readonly measured: MeasuredTimes;
  readonly costs: RouteCosts;
  /** @default those of inputs.ts */
  readonly inputs?: Values<typeof INPUTS>;
}

const WORKER_BATCH = 'number-changes';
const GIGABYTE = 1e9;
const writes = ({ method }: { readonly method: string }): boolean => method !== 'GET';

/** A Monday of so many users, and a month that has four and a bit of them. */
export function modelCapacity({
  users,
  seed,
  deployment,
  measured,
  costs,
  inputs = valuesOf(INPUTS),
}: CapacityOptions): CapacityReport {
  const { traffic, lambda, dynamodb, data } = inputs;
  const activeUsers = users * traffic.activePerDay * traffic.monday;
  const shape = shapeOfDay(traffic, createRandom(seed));
  const mixes = mixesByService(traffic.requests, costs.routes);
  const modelled = deployment.functions.filter(({ routes, streams }) => routes + streams > 0);
  const services = modelled.flatMap((deployed, index): readonly ModelledService[] => {
    const mix = deployed.routes === 0 ? undefined : mixes.get(deployed.service);
    if (mix === undefined) return [];
    return [modelService({ deployed, mix, activeUsers, shape, seed: seed + index + 1, measured, inputs })];
  });
  const batch = costs.batches.get(WORKER_BATCH);
  if (batch === undefined) throw new Error(`route costs have no batch "${WORKER_BATCH}"`);

  const perSecond = (figure: (service: ModelledService) => number): Float64Array =>
    Float64Array.from({ length: DAY_SECONDS }, (_, second) =>
      services.reduce((sum, service) => sum + (service.day.requests[second] ?? 0) * figure(service), 0),
    );
  const changed = (service: ModelledService): number => perDayOf(service.mix, writes) / perDayOf(service.mix);
  const changes = perSecond(changed);
  const requests = perSecond(() => 1);
  const written = perSecond(
    (service) => service.profile.writeUnits + (changed(service) * batch.warm.writeUnits) / batch.records,
  );
  const read = perSecond(
    (service) => service.profile.readUnits + (changed(service) * batch.warm.readUnits) / batch.records,
  );
  const worker = modelWorker(
    { changes: sumOf(changes), peakWrites: mostOf(written), gigabytes: (users * data.mainBytes) / GIGABYTE, batch },
    inputs,
  );

  const described = services.map((service) => describeService(service, inputs));
  const workers = deployment.functions.filter(({ streams }) => streams > 0);
  const reserved = deployment.functions.reduce((sum, each) => sum + (each.reserved ?? 0), 0);
  const others = deployment.functions.filter(({ routes, streams }) => routes + streams === 0);
  const advised =
    described.reduce((sum, each) => sum + each.reserved.advised, 0) +
    others.reduce((sum, each) => sum + (each.reserved ?? 0), 0) +
    workers.reduce((sum, each) => sum + Math.max(each.reserved ?? 0, worker.shards), 0);
  const mostConcurrency = described.reduce((sum, each) => sum + each.concurrency.most, 0) + worker.shards;
  const access = services.find(({ deployed }) => deployed.service === 'access');
  const peak = mostOf(requests);
  const bill = (way: Way): CapacityReport['cost']['onDemand'] =>
    monthlyBill(way, { users, services, worker, deployment, inputs });

  return {
    users,
    seed,
    stage: deployment.stage,
    services: described,
    worker: {
      name: workers.map(({ name }) => name).join(', '),
      changesPerDay: worker.changes,
      invocationsPerDay: worker.invocations,
      shards: worker.shards,
      meanConcurrency: worker.meanConcurrency,
    },
    gateway: {
      peakPerSecond: peak,
      ...deployment.throttle,
      refusedShare: refusedByThrottle(requests, deployment.throttle) / Math.max(1, sumOf(requests)),
      advisedRate: Math.max(deployment.throttle.rate, Math.ceil(peak)),
      accountQuota: inputs.gateway.quota,
    },
    account: {
      mostConcurrency,
      reserved,
      advised,
      quota: lambda.quota,
      fitsQuota: reserved + lambda.unreserved <= lambda.quota,
      advisedFitsQuota: advised + lambda.unreserved <= lambda.quota,
      newQuota: lambda.newQuota,
      fitsNewQuota: reserved + lambda.unreserved <= lambda.newQuota,
    },
    dynamodb: {
      readUnits: { mean: sumOf(read) / DAY_SECONDS, peak: mostOf(read), newTable: dynamodb.newTableRead },
      writeUnits: { mean: sumOf(written) / DAY_SECONDS, peak: mostOf(written), newTable: dynamodb.newTableWrite },
      newTableEnough: mostOf(read) <= dynamodb.newTableRead && mostOf(written) <= dynamodb.newTableWrite,
    },
    keys: [
      ...keyLoads({
        limits: dynamodb,
        quotas: deployment.quotas,
        gatewayBurst: deployment.throttle.rate + deployment.throttle.burst,
        requests: (mixes.get('user-profile') ?? []).map(({ cost }) => cost),
        changeWrites: worker.writeUnits,
        auditedPerSecond: access === undefined ? 0 : Math.max(1, mostOf(access.day.requests) * changed(access)),
        containers: mostConcurrency,
      }),
    ],
    cost: {
      onDemand: bill('onDemand'),
      fixed: bill('fixed'),
      tracked: bill('tracked'),
      cognitoLite: price(inputs.cognito.lite, users * traffic.activePerMonth),
    },
  };
}
