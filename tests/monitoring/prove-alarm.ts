import { createMetricStore } from '../support/cloudwatch/metric-store.ts';
import { type AlarmProperties, runAlarm, watchedBy } from '../support/cloudwatch/run-alarm.ts';
import type { Feed, Feeds } from './feeds.ts';

const MINUTE = 60;
/** Long enough for every alarm to come to rest. */
const PHASE_MINUTES = 60;

export interface Proof {
  readonly wrong: string;
  /** Minutes from the first bad data to the alarm, and from the first good data to its end; nothing where it never was. */
  readonly firesAfter: number | undefined;
  readonly clearsAfter: number | undefined;
  /** What it said before anything was wrong. */
  readonly before: string;
}

/** An hour that is well, one that is not, one that is well again: what an alarm makes of it. Delays of delivery are not in it. */
export function proveAlarm(alarm: AlarmProperties, { well, ill, wrong, everyMinutes = 1 }: Feeds): Proof {
  const periodMinutes = (watchedBy(alarm)[0]?.periodSeconds ?? MINUTE) / MINUTE;
  const states = statesDuring(alarm, [well, ill, well], everyMinutes);
  const periods = PHASE_MINUTES / periodMinutes;
  const after = (from: number, state: string): number | undefined => {
    const found = states.slice(from, from + periods).indexOf(state as (typeof states)[number]); // one of the three
    return found === -1 ? undefined : (found + 1) * periodMinutes;
  };
  return {
    wrong,
    before: states[periods - 1] ?? 'nothing',
    firesAfter: after(periods, 'ALARM'),
    clearsAfter: after(2 * periods, 'OK'),
  };
}

/** True where such metrics for an hour make it fire. */
export const fires = (alarm: AlarmProperties, feed: Feed): boolean => statesDuring(alarm, [feed], 1).includes('ALARM');

function statesDuring(alarm: AlarmProperties, phases: readonly Feed[], everyMinutes: number) {
  const store = createMetricStore(phases.length * PHASE_MINUTES * MINUTE);
  const metrics = new Map(watchedBy(alarm).map((metric) => [JSON.stringify([metric.name, metric.dimensions]), metric]));
  for (const [phase, feed] of phases.entries()) {
    for (let minute = 0; minute < PHASE_MINUTES; minute += everyMinutes) {
      const at = (phase * PHASE_MINUTES + minute) * MINUTE;
      for (const metric of metrics.values()) {
        store.add(metric, ...(feed[metric.name] ?? []).map((sample) => ({ at, ...sample })));
      }
    }
  }
  return runAlarm(alarm, store);
}
