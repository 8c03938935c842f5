import { shortTable } from './alarms-of-stack.ts';
import { otherWidgets, requestWidgets, streamWidgets } from './function-widgets.ts';
import { gatewayMetric, type Metric, queueMetric, serviceMetric, tableMetric } from './metric.ts';
import type { FunctionOutline, StackOutline } from './stack-outline.ts';
import type { Chart, Dashboard, Line, Widget } from './widget.ts';

const HOUR = 3_600;

/** The one dashboard of a stack; that of the platform is the first to look at. */
export function dashboardOf(stack: StackOutline, alarms: readonly string[]): Dashboard {
  const { service, stage, isPlatform, business, deadLetters } = stack;
  const own = stack.functions.flatMap((each) => widgetsOf(each, stack));
  const rest: readonly Widget[] = [
    ...(isPlatform ? [] : [capacityOfService(stack)]),
    ...deadLetters.map(({ name }) => chart('Dead letters', 'messages', [messages(name)])),
    ...(business.length === 0 ? [] : [businessChart(stack)]),
  ];
  return {
    name: `gymcoach-${stage}-${service}`,
    title: isPlatform ? 'Platform' : service,
    rows: [
      [{ kind: 'alarms', title: 'Alarms', alarms }],
      ...(isPlatform ? platformRows(stack) : []),
      ...own,
      ...(rest.length === 0 ? [] : [rest]),
    ],
  };
}

function widgetsOf(each: FunctionOutline, stack: StackOutline): readonly (readonly Widget[])[] {
  if (each.kind === 'http') return requestWidgets(stack, each);
  return each.kind === 'stream' ? streamWidgets(stack, each) : otherWidgets(each);
}

/** The gateway, the tables and their stream: what all services share. */
function platformRows(stack: StackOutline): readonly (readonly Widget[])[] {
  const line = (label: string, metric: Metric): Line => ({ label, metric });
  const perTable = (name: string): readonly Line[] =>
    stack.tables.map((table) => line(shortTable(table.name, stack.stage), tableMetric(table.name, name, 'Sum')));
  const latency = ['p50', 'p95', 'p99'].map((stat) => line(stat, gatewayMetric('Latency', stat)));
  return [
    [
      chart('Gateway: requests a minute', 'requests', [line('requests', gatewayMetric('Count', 'Sum'))]),
      chart('Gateway: refusals and failures a minute', 'requests', [
        line('4xx', gatewayMetric('4xx', 'Sum')),
        line('5xx', gatewayMetric('5xx', 'Sum')),
      ]),
      chart('Gateway: latency', 'ms', latency),
    ],
    [
      chart('Tables: read units a minute', 'units', perTable('ConsumedReadCapacityUnits')),
      chart('Tables: write units a minute', 'units', perTable('ConsumedWriteCapacityUnits')),
      chart('Tables: throttled calls a minute', 'calls', throttled(stack)),
    ],
    [
      chart('Stream: behind it', 'ms', [search('AWS/Lambda,FunctionName', 'IteratorAge', stack)]),
      chart('Dead letters', 'messages', [search('AWS/SQS,QueueName', 'ApproximateNumberOfMessagesVisible', stack)]),
      chart('Functions: busy at once', 'containers', [
        search('AWS/Lambda,FunctionName', 'ConcurrentExecutions', stack),
      ]),
    ],
  ];
}

const throttled = ({ tables, stage }: StackOutline): readonly Line[] =>
  tables.flatMap(({ name, indexes }) =>
    [undefined, ...indexes].flatMap((index) =>
      ['Read', 'Write'].map((way) => ({
        label: `${shortTable(name, stage)}${index === undefined ? '' : ` ${index}`}, ${way.toLowerCase()}`,
        metric: tableMetric(name, `${way}ThrottleEvents`, 'Sum', index),
      })),
    ),
  );

/** Of every stack of the stage, also of those that come later. */
const search = (schema: string, name: string, { stage }: StackOutline): Line => ({
  label: '',
  expression: `SEARCH('{${schema}} MetricName="${name}" gymcoach ${stage}', 'Maximum', 60)`,
});

const capacityOfService = (stack: StackOutline): Chart =>
  chart('Table units of its requests a minute', 'units', [
    { label: 'read', metric: serviceMetric(stack, 'readUnits', 'Sum') },
    { label: 'written', metric: serviceMetric(stack, 'writeUnits', 'Sum') },
  ]);

const messages = (name: string): Line => ({
  label: name,
  metric: queueMetric(name, 'ApproximateNumberOfMessagesVisible', 'Maximum'),
});

const businessChart = ({ business, stage }: StackOutline): Chart => ({
  ...chart(
    'Business, an hour',
    'events',
    business.map(({ service, name }) => ({ label: name, metric: serviceMetric({ stage, service }, name, 'Sum') })),
  ),
  periodSeconds: HOUR,
});

const chart = (title: string, unit: string, lines: readonly Line[]): Chart => ({ kind: 'chart', title, unit, lines });
