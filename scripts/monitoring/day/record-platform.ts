import type { MetricStore } from '../../../tests/support/cloudwatch/metric-store.ts';
import { gatewayMetric, serviceMetric, tableMetric } from '../metric.ts';
import type { StackOutline } from '../stack-outline.ts';
import { ASSUMED } from './assumed.ts';
import { drawSome } from './draw-minutes.ts';
import { durations, type FunctionDay } from './record-function.ts';

const MINUTE = 60;
const CANARY_MINUTES = 5;
const DAY_MINUTES = 1_440;

/** The gateway before the functions and the tables behind them: sums of what the functions had. */
export function recordPlatform(
  store: MetricStore,
  stacks: readonly StackOutline[],
  days: readonly FunctionDay[],
): void {
  const tables = stacks.flatMap((stack) => stack.tables);
  const table = (word: string): string | undefined => tables.find(({ name }) => name.endsWith(word))?.name;
  for (const day of days) {
    const failures = store.series(serviceMetric(day.stack, 'errors', 'Sum'), MINUTE);
    for (const [minute, { requests }] of day.minutes.entries()) {
      if (requests === 0) continue;
      const at = minute * MINUTE;
      store.add(gatewayMetric('Count', ''), { at, value: 1, count: requests });
      store.add(gatewayMetric('5xx', ''), { at, value: failures[minute] ?? 0 });
      const refused = drawSome(day.random, requests, ASSUMED.unauthorized + ASSUMED.refused);
      store.add(gatewayMetric('4xx', ''), { at, value: refused });
      const took = durations(day, minute).map((sample) => ({ ...sample, value: sample.value + ASSUMED.gatewayMs }));
      store.add(gatewayMetric('Latency', ''), ...took);
      const used = (word: string, way: 'Read' | 'Write', units: number): void => {
        const name = table(word);
        if (name === undefined || units === 0) return;
        store.add(tableMetric(name, `Consumed${way}CapacityUnits`, ''), { at, value: units, count: requests });
      };
      used('main', 'Read', day.profile.readUnits);
      used('main', 'Write', Math.max(0, day.profile.writeUnits - day.limiterWrites));
      used('ephemeral', 'Write', day.limiterWrites);
      used('audit', 'Write', drawSome(day.random, requests, ASSUMED.audited) / requests);
    }
  }
}

/** One journey in five minutes, and none that fails. */
export function recordCanary(store: MetricStore, { functions, stage }: StackOutline): void {
  if (!functions.some(({ name, kind }) => name === 'canary' && kind === 'scheduled')) return;
  for (let minute = 0; minute < DAY_MINUTES; minute += CANARY_MINUTES) {
    store.add(serviceMetric({ stage, service: 'canary' }, 'canaryRuns', ''), { at: minute * MINUTE, value: 1 });
    store.add(serviceMetric({ stage, service: 'canary' }, 'canaryFailed', ''), { at: minute * MINUTE, value: 0 });
  }
}
