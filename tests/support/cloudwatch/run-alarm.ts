import type { Reference } from '../../../scripts/monitoring/metric.ts';
import { type AlarmState, type Evaluation, statesOf } from './alarm-state.ts';
import { calculate } from './metric-math.ts';
import type { MetricStore } from './metric-store.ts';
import type { Series } from './statistic.ts';

/** Properties of an AWS::CloudWatch::Alarm, as a template has them. */
export interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly TreatMissingData: Evaluation['missing'];
  readonly Metrics?: readonly MetricQuery[];
  readonly Period?: number;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
}
interface Dimension {
  readonly Name: string;
  readonly Value: string | Reference;
}
interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly ReturnData: boolean;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly Dimension[];
    };
    readonly Stat: string;
    readonly Period: number;
  };
}

/** One metric that an alarm watches. */
export interface Watched {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string | Reference>>;
  readonly stat: string;
  readonly periodSeconds: number;
}

/** The state of a packaged alarm after each of its periods. */
export function runAlarm(alarm: AlarmProperties, store: MetricStore): readonly AlarmState[] {
  if (alarm.ComparisonOperator !== 'GreaterThanOrEqualToThreshold') throw new Error(`${alarm.ComparisonOperator}?`);
  const metrics = watchedBy(alarm);
  return statesOf(comparedBy(alarm, store), {
    threshold: alarm.Threshold,
    among: alarm.EvaluationPeriods,
    breaching: alarm.DatapointsToAlarm,
    // "Alarms that evaluate metrics in the AWS/DynamoDB namespace always ignore missing data" (PutMetricAlarm); the guide
    // says that this can be overridden. What holds under the stricter reading holds under both.
    missing: metrics.some(({ namespace }) => namespace === 'AWS/DynamoDB') ? 'ignore' : alarm.TreatMissingData,
  });
}

/** What it compares with its threshold. */
function comparedBy(alarm: AlarmProperties, store: MetricStore): Series {
  const series = new Map(watchedBy(alarm).map((metric) => [metric.id, store.series(metric, metric.periodSeconds)]));
  const returned = alarm.Metrics?.find(({ ReturnData }) => ReturnData);
  if (returned?.Expression !== undefined) return calculate(returned.Expression, series);
  return [...series.values()][0] ?? [];
}

/** The metrics of a packaged alarm, whether it has an expression or not. */
export function watchedBy(alarm: AlarmProperties): readonly Watched[] {
  if (alarm.Metrics !== undefined) {
    return alarm.Metrics.flatMap(({ Id, MetricStat }) => {
      if (MetricStat === undefined) return [];
      const { Metric, Stat, Period } = MetricStat;
      return [watched(Id, Metric.Namespace, Metric.MetricName, Metric.Dimensions, Stat, Period)];
    });
  }
  const { Namespace = '', MetricName = '', Dimensions = [], Statistic, ExtendedStatistic, Period = 60 } = alarm;
  return [watched('metric', Namespace, MetricName, Dimensions, Statistic ?? ExtendedStatistic ?? '', Period)];
}

const watched = (
  id: string,
  namespace: string,
  name: string,
  dimensions: readonly Dimension[],
  stat: string,
  periodSeconds: number,
): Watched => ({
  ...{ id, namespace, name, stat, periodSeconds },
  dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
});
