import type { MetricStore, Sample } from '../../../tests/support/cloudwatch/metric-store.ts';
import type { Random } from '../../capacity/random.ts';
import type { RequestProfile } from '../../capacity/request-profile.ts';
import { functionMetric, type Metric, serviceMetric } from '../metric.ts';
import type { FunctionOutline, StackOutline } from '../stack-outline.ts';
import { ASSUMED } from './assumed.ts';
import { drawSome, type Minute } from './draw-minutes.ts';

/** A day of one function that answers requests. */
export interface FunctionDay {
  readonly stack: StackOutline;
  readonly outline: FunctionOutline;
  readonly minutes: readonly Minute[];
  readonly profile: RequestProfile;
  readonly provisioned: number;
  readonly random: Random;
  /** Share of requests that change something. */
  readonly changes: number;
  /** Writes of the rate limiter per request. */
  readonly limiterWrites: number;
  /** Share of requests that are counted under a name. */
  readonly business: readonly { readonly name: string; readonly share: number }[];
}

/** Pseudo-metrics of what charts ask of the logs. */
export const LOGS = 'logs';
const MEGABYTES = 256;
/** A lognormal distribution as so many equal parts. */
const PARTS = 20;

export function recordFunction(store: MetricStore, day: FunctionDay): void {
  const { stack, outline, minutes, profile, random } = day;
  const ofService = (name: string): Metric => serviceMetric(stack, name, '');
  const ofFunction = (name: string): Metric => functionMetric(outline.functionName, name, '');
  const ofLogs = (name: string): Metric => ({ ...ofFunction(name), namespace: LOGS });
  for (const [minute, { requests, coldStarts, busyAtOnce }] of minutes.entries()) {
    if (requests === 0) continue;
    const at = minute * 60;
    const some = (share: number): readonly Sample[] => {
      const n = drawSome(random, requests, share);
      return [
        { at, value: 0, count: requests - n },
        { at, value: 1, count: n },
      ].filter(({ count }) => count > 0);
    };
    store.add(ofService('errors'), ...some(ASSUMED.failures));
    store.add(ofService('unauthorized'), ...some(stack.isPlatform ? 0 : ASSUMED.unauthorized));
    store.add(ofService('limiterErrors'), ...some(stack.isPlatform ? 0 : ASSUMED.limiterErrors));
    store.add(ofService('coldStart'), { at, value: 0, count: requests - coldStarts });
    if (coldStarts > 0) store.add(ofService('coldStart'), { at, value: 1, count: coldStarts });
    store.add(ofService('readUnits'), { at, value: profile.readUnits, count: requests });
    store.add(ofService('writeUnits'), { at, value: profile.writeUnits, count: requests });
    for (const { name, share } of day.business) {
      const n = drawSome(random, requests, share);
      if (n > 0) store.add(ofService(name), { at, value: 1, count: n });
    }
    store.add(ofFunction('Duration'), ...durations(day, minute));
    for (const name of ['Errors', 'Throttles']) store.add(ofFunction(name), { at, value: 0, count: requests });
    store.add(ofFunction('Invocations'), { at, value: 1, count: requests });
    store.add(ofFunction('ConcurrentExecutions'), { at, value: busyAtOnce });
    if (day.provisioned > 0) {
      store.add(
        { ...ofFunction('ProvisionedConcurrencyUtilization'), dimensions: resourceOf(outline) },
        { at, value: Math.min(1, busyAtOnce / day.provisioned) },
      );
    }
    if (coldStarts > 0) store.add(ofLogs('initDuration'), { at, value: profile.init * (0.9 + 0.3 * random()) });
    const [least, most] = ASSUMED.memoryMb;
    store.add(ofLogs('memoryUsed'), { at, value: least + (most - least) * random() });
    store.add(ofLogs('memorySize'), { at, value: MEGABYTES });
  }
}

const resourceOf = ({ functionName }: FunctionOutline) => ({
  FunctionName: functionName,
  Resource: `${functionName}:provisioned`,
});

/** Warm requests by equal parts of their distribution, few of them one by one; cold ones by their mean. */
export function durations({ minutes, profile, random }: FunctionDay, minute: number): readonly Sample[] {
  const { requests, coldStarts } = minutes[minute] ?? { requests: 0, coldStarts: 0 };
  const at = minute * 60;
  const warm = requests - coldStarts;
  const parts = Math.min(warm, PARTS);
  const sample = (part: number): Sample => {
    const place = warm > PARTS ? (part + 0.5) / PARTS : random();
    return { at, value: profile.duration * lognormal(place), count: warm / parts };
  };
  const cold = { at, value: profile.duration + profile.firstRequest, count: coldStarts };
  return [...Array.from({ length: parts }, (_, part) => sample(part)), ...(coldStarts > 0 ? [cold] : [])];
}

/** A value of mean 1 below which such a share lies. */
const lognormal = (share: number): number => Math.exp(ASSUMED.spread * probit(share) - ASSUMED.spread ** 2 / 2);

/** Where a normal distribution reaches a share, to two digits (J. D. Lin's logistic approximation). */
const probit = (share: number): number => Math.log(Math.max(1e-6, share) / Math.max(1e-6, 1 - share)) / 1.702;
