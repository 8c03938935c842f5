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

// https://aws.amazon.com/cloudwatch/pricing/ and https://aws.amazon.com/kms/pricing/, as recalled: look them up before money depends on it.
const ALARM_METRIC = 0.1;
const DASHBOARD = 3;
const KEY = 1;
/** The first tier beyond the free one. */
const METRIC = INPUTS.logs.metric.value[1]?.price ?? 0;

export function monthlyPrice(stacks: readonly WatchedStack[]): MonitoringPrice {
  const alarms = stacks.flatMap(({ outline, mode }) => (mode === 'off' ? [] : alarmsOf(outline)));
  const alarmMetrics = alarms.reduce((sum, { metrics }) => sum + Object.keys(metrics).length, 0);
  const dashboards = stacks.filter(({ mode }) => mode === 'full').length;
  const businessMetrics = stacks.find(({ outline }) => outline.isPlatform)?.outline.business.length ?? 0;
  const dollars = alarmMetrics * ALARM_METRIC + dashboards * DASHBOARD + businessMetrics * METRIC + KEY;
  return { alarms: alarms.length, alarmMetrics, dashboards, businessMetrics, dollars: Math.round(dollars * 100) / 100 };
}
