import type { MissingData } from '../../../scripts/monitoring/alarm-kinds.ts';
import type { Series } from './statistic.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface Evaluation {
  readonly threshold: number;
  /** Evaluation periods. */
  readonly among: number;
  /** Data points to alarm. */
  readonly breaching: number;
  readonly missing: MissingData | 'missing';
}

/**
 * How many periods beyond those of the alarm are retrieved when data is missing. CloudWatch does not publish it; in the tables
 * of its manual it is two.
 */
const BEYOND = 2;

/**
 * The state of an alarm after each period, as the manual has it ("How alarm state is evaluated when data is missing",
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html): the latest data points that
 * there are count, as far as they reach; what is lacking then is filled with what the alarm says of missing data.
 */
export function statesOf(series: Series, evaluation: Evaluation): readonly AlarmState[] {
  let state: AlarmState = 'INSUFFICIENT_DATA';
  return series.map((_, last) => {
    const range = series.slice(Math.max(0, last + 1 - evaluation.among - BEYOND), last + 1);
    state = nextState(range, evaluation, state);
    return state;
  });
}

/** @param range data points of the evaluation range, the latest at its end */
export function nextState(range: Series, evaluation: Evaluation, current: AlarmState): AlarmState {
  const { threshold, among, breaching, missing } = evaluation;
  const real = range.filter((value) => value !== undefined).slice(-among);
  const bad = real.filter((value) => value >= threshold).length;
  const lacking = among - real.length;
  if (bad + (missing === 'breaching' ? lacking : 0) >= breaching) return 'ALARM';
  if (lacking === 0 || missing === 'breaching' || missing === 'notBreaching' || bad < real.length) return 'OK';
  // All that is known breaches, and is too little: nothing good has been seen.
  if (missing === 'ignore') return current;
  const oldest = range.findIndex((value) => value !== undefined);
  return oldest !== -1 && range.length - oldest >= breaching ? 'ALARM' : 'INSUFFICIENT_DATA';
}
