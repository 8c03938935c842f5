import type { Values } from './input.ts';
import type { INPUTS } from './inputs.ts';
import type { ModelledService } from './model-service.ts';
import type { WorkerDay } from './model-worker.ts';
import { monthlyCost, totalOf } from './monthly-cost.ts';
import type { Deployment } from './read-deployment.ts';
import type { CapacityReport } from './report.schema.ts';
import { DAY_SECONDS } from './shape-of-day.ts';
import { sumOf } from './sums.ts';

/** Nothing kept ready; as much as the stage says, all day; from that on, by target tracking. */
export type Way = 'onDemand' | 'fixed' | 'tracked';

export interface BillOptions {
  readonly users: number;
  readonly services: readonly ModelledService[];
  readonly worker: WorkerDay;
  readonly deployment: Deployment;
  readonly inputs: Values<typeof INPUTS>;
}

const MONTH_DAYS = 365 / 12;
const MEGABYTES = 1_024;
/** Durations are rounded up to a millisecond. */
const ROUNDED_UP_MS = 0.5;

/** A mean month: its days have fewer requests than the Monday that was drawn, but as many containers. */
export function monthlyBill(
  way: Way,
  { users, services, worker, deployment, inputs }: BillOptions,
): CapacityReport['cost']['onDemand'] {
  const { traffic, trace, time, lambda } = inputs;
  const days = MONTH_DAYS / traffic.monday;
  const sum = (figure: (service: ModelledService) => number): number =>
    services.reduce((total, service) => total + figure(service), 0);
  const gigabytes = ({ deployed }: ModelledService): number => deployed.memoryMegabytes / MEGABYTES;
  const expected = ({ rates }: ModelledService): number => sumOf(rates);
  const ready = (service: ModelledService): number =>
    Math.min(1, service.day[way].servedByProvided / Math.max(service.day.concurrency.mean, Number.MIN_VALUE));
  const used = (service: ModelledService): number =>
    (gigabytes(service) * days * expected(service) * (service.profile.duration + ROUNDED_UP_MS)) / 1_000;
  const started = (service: ModelledService): number =>
    (gigabytes(service) *
      MONTH_DAYS *
      service.day[way].coldStarts *
      (service.profile.init * lambda.initBilled + service.profile.firstRequest)) /
    1_000;
  const workerMemory = deployment.functions.find(({ streams }) => streams > 0)?.memoryMegabytes ?? 0;
  const requests = days * sum(expected);
  const items = monthlyCost(
    {
      users,
      activeUsers: users * traffic.activePerMonth,
      requests,
      invocations: requests + days * worker.invocations,
      onDemandGbSeconds:
        sum((service) => used(service) * (1 - ready(service)) + started(service)) +
        (days * worker.invocations * (time.worker / 1_000) * workerMemory) / MEGABYTES,
      readyGbSeconds: sum((service) => gigabytes(service) * MONTH_DAYS * DAY_SECONDS * service.day[way].provided.mean),
      usedReadyGbSeconds: sum((service) => used(service) * ready(service)),
      readUnits:
        days * (sum((service) => expected(service) * service.profile.readUnits) + worker.changes * worker.readUnits),
      writeUnits:
        days * (sum((service) => expected(service) * service.profile.writeUnits) + worker.changes * worker.writeUnits),
      traces: MONTH_DAYS * sum(({ rates }) => tracedOf(rates, trace)),
      otherCalls: days * sum((service) => expected(service) * service.profile.otherCalls),
      routes: deployment.functions.reduce((total, { routes }) => total + routes, 0),
      services: services.length,
      logRetentionDays: deployment.logRetentionDays,
      recovery: deployment.recovery,
    },
    inputs,
  );
  const dollarsPerMonth = totalOf(items);
  return { items: [...items], dollarsPerMonth, dollarsPerThousandUsers: (dollarsPerMonth * 1_000) / users };
}

/** Requests of a day that X-Ray samples: the first of each second, and a share of the others. */
function tracedOf(
  rates: Float64Array,
  { perSecond, rate }: { readonly perSecond: number; readonly rate: number },
): number {
  return rates.reduce((sum, each) => {
    const first = perSecond * (1 - Math.exp(-each / perSecond));
    return sum + first + (each - first) * rate;
  }, 0);
}
