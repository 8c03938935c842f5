import type { Tier } from '../capacity/input.ts';
import { INPUTS } from '../capacity/inputs.ts';
import { alarmsOf } from './alarms-of-stack.ts';
import type { WatchedStack } from './read-outlines.ts';

/** What the monitoring of a stage costs a month, $, free tiers of the account apart. */
export interface MonitoringPrice {
  readonly alarms: number;
  readonly alarmMetrics: number;
  readonly dashboards: number;
  readonly businessMetrics: number;
  readonly dollars: number;
}

/** Of the first tier that is paid. */
const paid = (tiers: readonly Tier[]): number => tiers.find(({ price }) => price > 0)?.price ?? 0;

/** $ a month of each metric that an alarm looks at, beyond the free ones of an account. */
export const ALARM_METRIC = paid(INPUTS.fixed.alarmMetric.value);
const DASHBOARD = paid(INPUTS.fixed.dashboard.value);
const KEY = paid(INPUTS.fixed.key.value);
const METRIC = paid(INPUTS.logs.metric.value);

export function monthlyPrice(stacks: readonly WatchedStack[]): MonitoringPrice {
  const alarms = stacks.flatMap(({ outline, mode }) => (mode === 'off' ? [] : alarmsOf(outline)));
  const alarmMetrics = alarms.reduce((sum, { metrics }) => sum + Object.keys(metrics).length, 0);
  const dashboards = stacks.filter(({ mode }) => mode === 'full').length;
  const businessMetrics = stacks.find(({ outline }) => outline.isPlatform)?.outline.business.length ?? 0;
  const dollars = alarmMetrics * ALARM_METRIC + dashboards * DASHBOARD + businessMetrics * METRIC + KEY;
  return { alarms: alarms.length, alarmMetrics, dashboards, businessMetrics, dollars: Math.round(dollars * 100) / 100 };
}
