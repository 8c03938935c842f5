import type { Metric } from './metric.ts';
import type { Chart, Dashboard, Line, LogChart, Widget } from './widget.ts';

/** CloudWatch's grid. */
const COLUMNS = 24;
const HEIGHT = 6;
/** A row of the list of alarms has room for so many of them. */
const ALARMS_A_ROW = 6;

/** The dashboard as a resource of CloudFormation: a JSON text in which only region, account and API are filled in. */
export function dashboardResource({ name, rows }: Dashboard): object {
  let y = 0;
  const widgets = rows.flatMap((row) => {
    const width = Math.floor(COLUMNS / row.length);
    const height = Math.max(...row.map(heightOf));
    const placed = row.map((widget, index) => ({ x: index * width, y, width, height, ...described(widget) }));
    y += height;
    return placed;
  });
  return {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: { DashboardName: name, DashboardBody: { 'Fn::Sub': JSON.stringify({ start: '-PT12H', widgets }) } },
  };
}

/** In grid units. */
export const heightOf = (widget: Widget): number =>
  widget.kind === 'alarms' ? 1 + Math.ceil(widget.alarms.length / ALARMS_A_ROW) : HEIGHT;

function described(widget: Widget): object {
  if (widget.kind === 'chart') return { type: 'metric', properties: chart(widget) };
  if (widget.kind === 'logs') return { type: 'log', properties: logs(widget) };
  const arn = (name: string) => `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${name}`;
  return { type: 'alarm', properties: { title: widget.title, alarms: widget.alarms.map(arn) } };
}

const chart = ({ title, lines, unit, periodSeconds = 60, level }: Chart): object => ({
  title,
  view: 'timeSeries',
  region: `\${AWS::Region}`,
  period: periodSeconds,
  yAxis: { left: { min: 0, label: unit, showUnits: false }, right: { min: 0, showUnits: false } },
  metrics: lines.map(lineOf),
  ...(level === undefined ? {} : { annotations: { horizontal: [level] } }),
});

function lineOf(line: Line): readonly unknown[] {
  const axis = line.right === undefined ? {} : { yAxis: 'right' };
  if ('expression' in line) return [{ expression: line.expression, label: line.label, ...axis }];
  const { metric, id, hidden, label } = line;
  const name = id === undefined ? {} : { id };
  return [...pathOf(metric), { stat: metric.stat, label, ...axis, ...name, ...(hidden ? { visible: false } : {}) }];
}

const pathOf = ({ namespace, name, dimensions }: Metric): readonly string[] => [
  namespace,
  name,
  ...Object.entries(dimensions).flatMap(([key, value]) => [
    key,
    typeof value === 'string' ? value : `\${${value.Ref}}`,
  ]),
];

const logs = ({ title, view, functions, query }: LogChart): object => ({
  title,
  view,
  region: `\${AWS::Region}`,
  query: `${functions.map((name) => `SOURCE '/aws/lambda/${name}'`).join(' | ')} | ${query}`,
});
