import { createMetricStore, type MetricStore } from '../../../tests/support/cloudwatch/metric-store.ts';
import { valuesOf } from '../../capacity/input.ts';
import { INPUTS } from '../../capacity/inputs.ts';
import { mixesByService, perDayOf } from '../../capacity/mixes.ts';
import { modelService } from '../../capacity/model-service.ts';
import { drawNeeded } from '../../capacity/needed-containers.ts';
import { createRandom } from '../../capacity/random.ts';
import { readDeployment } from '../../capacity/read-deployment.ts';
import { readRouteCosts } from '../../capacity/route-costs.ts';
import { DAY_SECONDS, shapeOfDay } from '../../capacity/shape-of-day.ts';
import type { StackOutline } from '../stack-outline.ts';
import { ASSUMED } from './assumed.ts';
import { drawMinutes } from './draw-minutes.ts';
import { type FunctionDay, recordFunction } from './record-function.ts';
import { recordCanary, recordPlatform } from './record-platform.ts';
import { recordWorker } from './record-worker.ts';

export interface DayOptions {
  readonly users: number;
  readonly seed: number;
  readonly stacks: readonly StackOutline[];
}

/**
 * The metrics of a Monday of so many users on which all is well: requests, durations and containers as the capacity model
 * draws them (`npm run capacity`), the rest as in assumed.ts. The same seed gives the same day.
 */
export function simulatedDay({ users, seed, stacks }: DayOptions): MetricStore {
  const store = createMetricStore(DAY_SECONDS);
  const inputs = valuesOf(INPUTS);
  const [{ stage = 'prod' } = {}] = stacks;
  const [deployment, costs] = [readDeployment(stage), readRouteCosts()];
  const { measured } = ASSUMED;
  const activeUsers = users * inputs.traffic.activePerDay * inputs.traffic.monday;
  const shape = shapeOfDay(inputs.traffic, createRandom(seed));
  const mixes = mixesByService(inputs.traffic.requests, costs.routes);
  const days = stacks.flatMap((stack, index): readonly FunctionDay[] => {
    const outline = stack.functions.find(({ kind }) => kind === 'http');
    const deployed = deployment.functions.find(({ service, routes }) => service === stack.service && routes > 0);
    const mix = mixes.get(stack.service);
    if (outline === undefined || deployed === undefined || mix === undefined) return [];
    const own = { deployed, mix, activeUsers, shape, seed: seed + index + 1, measured, inputs };
    const { rates, profile } = modelService(own);
    const load = { rates, seconds: profile.duration / 1_000, parallel: inputs.traffic.parallel };
    const random = createRandom(seed + 100 * (index + 1));
    const { idle } = inputs.lambda;
    const provisioned = deployed.provisioned ?? 0;
    const minutes = drawMinutes({ ...drawNeeded(load, random), provisioned, idle });
    const share = (of: Parameters<typeof perDayOf>[1]): number => perDayOf(mix, of) / perDayOf(mix);
    const counted = { profilesCreated: 'create-profile', coachLinksAccepted: 'accept-invitation' };
    return [
      {
        ...{ stack, outline, minutes, profile, provisioned, random },
        changes: share(({ method }) => method !== 'GET'),
        limiterWrites: mix.reduce((sum, { cost, perDay }) => sum + (perDay / perDayOf(mix)) * cost.limiter, 0),
        business: stack.isPlatform
          ? []
          : stack.business.map(({ name }) => ({
              name,
              share: share(({ event }) => event === new Map(Object.entries(counted)).get(name)),
            })),
      },
    ];
  });
  for (const day of days) recordFunction(store, day);
  for (const stack of stacks) recordWorker(store, stack, days, inputs.time.worker, createRandom(seed + 7));
  recordPlatform(store, stacks, days);
  for (const stack of stacks) recordCanary(store, stack);
  return store;
}
