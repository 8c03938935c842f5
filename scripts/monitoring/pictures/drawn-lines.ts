import { calculate } from '../../../tests/support/cloudwatch/metric-math.ts';
import type { MetricName, MetricStore } from '../../../tests/support/cloudwatch/metric-store.ts';
import type { Series } from '../../../tests/support/cloudwatch/statistic.ts';
import { LOGS } from '../day/record-function.ts';
import type { Metric } from '../metric.ts';
import type { Chart, Line, LogChart } from '../widget.ts';

/** One line of a picture: a point for each slice of the day. */
export interface DrawnLine {
  readonly label: string;
  readonly isRight: boolean;
  readonly points: Series;
}

/** So many points a line; an hour has four. */
const POINTS = 96;
/** Fields of Lambda's REPORT lines that charts ask for. */
const LOGGED: Readonly<Record<string, string>> = {
  '@initDuration': 'initDuration',
  '@maxMemoryUsed': 'memoryUsed',
  '@memorySize': 'memorySize',
};

/** The lines of a chart as these metrics draw them. */
export function linesOfChart({ lines, periodSeconds = 60 }: Chart, store: MetricStore): readonly DrawnLine[] {
  const named = new Map(
    lines.flatMap((line) =>
      'metric' in line && line.id !== undefined ? [[line.id, store.series(line.metric, periodSeconds)] as const] : [],
    ),
  );
  return lines.flatMap((line): readonly DrawnLine[] => {
    const isRight = line.right !== undefined;
    if ('metric' in line) {
      if (line.hidden) return [];
      return [
        { label: line.label, isRight, points: reduced(store.series(line.metric, periodSeconds), line.metric.stat) },
      ];
    }
    if (!line.expression.startsWith('SEARCH')) {
      return [{ label: line.label, isRight, points: reduced(calculate(line.expression, named), 'Average') }];
    }
    return found(line, store).map(({ metric, stat, label }) => ({
      label,
      isRight,
      points: reduced(store.series({ ...metric, stat }, periodSeconds), stat),
    }));
  });
}

/** `SEARCH('{...} MetricName="x" FunctionName="f"', 'Maximum', 60)`, or with words instead of the function. */
function found(line: Extract<Line, { readonly expression: string }>, store: MetricStore) {
  const [, name = ''] = /MetricName="([^"]+)"/.exec(line.expression) ?? [];
  const [, stat = 'Maximum'] = /', '(\w+)'/.exec(line.expression) ?? [];
  const [, one] = /FunctionName="([^"]+)"/.exec(line.expression) ?? [];
  const [, stage = ''] = / gymcoach (\w+)'/.exec(line.expression) ?? [];
  const isOf = (value: string): boolean => (one === undefined ? value.includes(`-${stage}-`) : value === one);
  return store
    .find(name, isOf)
    .filter(({ namespace }) => namespace !== LOGS)
    .map((metric: MetricName) => ({ metric, stat, label: line.label || shortName(metric, stage) }));
}

const shortName = ({ dimensions }: MetricName, stage: string): string =>
  String(Object.values(dimensions)[0]).replace('gymcoach-', '').replace(`${stage}-`, '');

/** What the columns of a query over REPORT lines would show. */
export const linesOfLogs = ({ query, functions }: LogChart, store: MetricStore): readonly DrawnLine[] =>
  [...query.matchAll(/(pct|max)\((@\w+)(?: \/ \d+)?(?:, (\d+))?\) as (\w+)/g)].map(
    ([, way, field = '', percent, label = '']) => {
      const stat = way === 'pct' ? `p${percent}` : 'Maximum';
      const dimensions = { FunctionName: functions[0] ?? '' };
      const metric: Metric = { namespace: LOGS, name: LOGGED[field] ?? '', dimensions, stat };
      return { label, isRight: false, points: reduced(store.series(metric, 60), stat) };
    },
  );

/** Fewer points: the most of each slice where the statistic looks for the most, else the mean. */
function reduced(series: Series, stat: string): Series {
  const slice = series.length / POINTS;
  if (slice <= 1) return series;
  const most = /^(?:Maximum|p9)/.test(stat);
  return Array.from({ length: POINTS }, (_, index) => {
    const values = series.slice(Math.floor(index * slice), Math.floor((index + 1) * slice));
    const real = values.filter((value) => value !== undefined);
    if (real.length === 0) return undefined;
    return most ? Math.max(...real) : real.reduce((sum, value) => sum + value, 0) / real.length;
  });
}
