import { ALARM_KINDS, type AlarmKind, runbookOf } from './alarm-kinds.ts';
import type { Metric } from './metric.ts';

/** One alarm of CloudWatch. It fires from the threshold on, never below it. */
export interface Alarm {
  /** Logical id in its stack. */
  readonly id: string;
  readonly name: string;
  readonly kind: AlarmKind;
  /** Of which function, table or queue. */
  readonly of: string;
  /** By the name that the expression gives it; an alarm without expression has one. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** In CloudWatch's metric math. */
  readonly expression?: string;
  readonly threshold: number;
  /** What the threshold counts: `%`, `ms`. */
  readonly unit: string;
  /** @default 60 */
  readonly periodSeconds?: number;
  /** So many data points ... */
  readonly breaching: number;
  /** ... of the last so many. */
  readonly among: number;
}

/** Where alarms of a stack are told. */
export type Topic = { readonly Ref: string } | { readonly 'Fn::ImportValue': string };

/** The alarm as a resource of CloudFormation. */
export function alarmResource(alarm: Alarm, topic: Topic): object {
  const { name, kind, of, expression, threshold, breaching, among, periodSeconds = 60 } = alarm;
  const { means, missing } = ALARM_KINDS[kind];
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: name,
      AlarmDescription: `${means} (${of}) What to do: ${runbookOf(kind)}`,
      ActionsEnabled: true,
      AlarmActions: [topic],
      OKActions: [topic],
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: threshold,
      EvaluationPeriods: among,
      DatapointsToAlarm: breaching,
      TreatMissingData: missing,
      ...(expression === undefined ? single(alarm, periodSeconds) : { Metrics: queries(alarm, periodSeconds) }),
    },
  };
}

function single({ name, metrics }: Alarm, Period: number): object {
  const [metric, ...others] = Object.values(metrics);
  if (metric === undefined || others.length > 0) throw new Error(`${name} needs one metric, or an expression`);
  const { stat } = metric;
  return {
    ...described(metric),
    ...(stat.startsWith('p') ? { ExtendedStatistic: stat } : { Statistic: stat }),
    Period,
  };
}

const queries = ({ metrics, expression }: Alarm, Period: number): readonly object[] => [
  { Id: 'value', Expression: expression, ReturnData: true },
  ...Object.entries(metrics).map(([Id, metric]) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: described(metric), Stat: metric.stat, Period },
  })),
];

const described = ({ namespace, name, dimensions }: Metric): object => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
