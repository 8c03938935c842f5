import { functionMetric, serviceMetric } from './metric.ts';
import type { FunctionOutline, StackOutline } from './stack-outline.ts';
import type { Chart, LogChart, Widget } from './widget.ts';

/** What is drawn of a function that answers requests. Its service's own metrics tell what Lambda cannot know. */
export function requestWidgets(stack: StackOutline, each: FunctionOutline): readonly (readonly Widget[])[] {
  const { functionName } = each;
  const counted = (name: string, stat: string, label: string) => ({
    label,
    metric: serviceMetric(stack, name, stat),
  });
  return [
    [
      {
        kind: 'chart',
        title: 'Requests a minute',
        unit: 'requests',
        lines: [counted('errors', 'SampleCount', 'requests')],
      },
      {
        kind: 'chart',
        title: 'Failures and refusals a minute',
        unit: 'requests',
        lines: [
          counted('errors', 'Sum', '5xx'),
          { label: 'crashed or timed out', metric: functionMetric(functionName, 'Errors', 'Sum') },
          counted('unauthorized', 'Sum', '401'),
          counted('limiterErrors', 'Sum', 'not counted by the limiter'),
        ],
      },
      { ...durations(each), level: { label: 'latency-p99', value: 1_000 } },
    ],
    [
      {
        kind: 'chart',
        title: 'Cold starts',
        unit: 'starts a minute',
        lines: [
          { ...counted('coldStart', 'Sum', 'starts'), id: 'starts' },
          { ...counted('coldStart', 'SampleCount', 'requests'), id: 'requests', hidden: true },
          { label: 'of requests, %', expression: '100 * starts / requests', right: true },
        ],
      },
      initDurations([functionName]),
      memoryUsed([functionName]),
    ],
    [throttles(each), concurrency(each), refusals(functionName)],
  ];
}

/** What is drawn of a function that reads a stream. */
export function streamWidgets(stack: StackOutline, each: FunctionOutline): readonly (readonly Widget[])[] {
  const counted = (name: string, label: string) => ({ label, metric: serviceMetric(stack, name, 'Sum') });
  return [
    [
      {
        kind: 'chart',
        title: `${each.name}: records a minute`,
        unit: 'records',
        lines: [counted('records', 'records'), counted('again', 'come again'), counted('poison', 'put aside')],
      },
      {
        kind: 'chart',
        title: `${each.name}: behind the stream`,
        unit: 'ms',
        level: { label: 'iterator-age', value: 120_000 },
        lines: [
          { label: 'age of the last record', metric: functionMetric(each.functionName, 'IteratorAge', 'Maximum') },
        ],
      },
      { ...durations(each), title: `${each.name}: duration of a batch` },
    ],
    [throttles(each), concurrency(each), memoryUsed([each.functionName])],
  ];
}

/** What is drawn of any other function. */
export const otherWidgets = (each: FunctionOutline): readonly (readonly Widget[])[] => [
  [
    {
      kind: 'chart',
      title: `${each.name}: runs`,
      unit: 'runs',
      periodSeconds: 300,
      lines: [
        { label: 'runs', metric: functionMetric(each.functionName, 'Invocations', 'Sum') },
        { label: 'crashed or timed out', metric: functionMetric(each.functionName, 'Errors', 'Sum') },
      ],
    },
    { ...durations(each), title: `${each.name}: duration` },
    throttles(each),
  ],
];

/** As Lambda takes it: with what crashed or ran out of time, without the init of a container. */
const durations = ({ functionName }: FunctionOutline): Chart => ({
  kind: 'chart',
  title: 'Duration',
  unit: 'ms',
  lines: ['p50', 'p95', 'p99'].map((stat) => ({ label: stat, metric: functionMetric(functionName, 'Duration', stat) })),
});

const throttles = ({ name, functionName }: FunctionOutline): Chart => ({
  kind: 'chart',
  title: `${name}: throttled calls a minute`,
  unit: 'calls',
  lines: [{ label: 'throttled', metric: functionMetric(functionName, 'Throttles', 'Sum') }],
});

/** Which alias is kept ready is a matter of releases, hence the search. */
const concurrency = ({ name, functionName, reserved }: FunctionOutline): Chart => ({
  kind: 'chart',
  title: `${name}: concurrency`,
  unit: 'containers',
  ...(reserved === undefined ? {} : { level: { label: 'reserved', value: reserved } }),
  lines: [
    { label: 'busy at once', metric: functionMetric(functionName, 'ConcurrentExecutions', 'Maximum') },
    {
      label: 'of those kept ready in use, share',
      right: true,
      expression: `SEARCH('{AWS/Lambda,FunctionName,Resource} MetricName="ProvisionedConcurrencyUtilization" FunctionName="${functionName}"', 'Maximum', 60)`,
    },
  ],
});

/** Lambda's REPORT lines have it for nothing: a metric of our own would be 0.30 $ a month and function, and bytes in each start. */
const initDurations = (functions: readonly string[]): LogChart => ({
  kind: 'logs',
  title: 'Init of a cold start',
  view: 'timeSeries',
  functions,
  unit: 'ms',
  query:
    'filter @type = "REPORT" and ispresent(@initDuration) | stats pct(@initDuration, 50) as p50, max(@initDuration) as longest by bin(5m)',
});

const memoryUsed = (functions: readonly string[]): LogChart => ({
  kind: 'logs',
  title: 'Memory used of what there is',
  view: 'timeSeries',
  functions,
  unit: 'MB',
  query:
    'filter @type = "REPORT" | stats max(@maxMemoryUsed / 1000000) as used, max(@memorySize / 1000000) as allotted by bin(5m)',
});

const refusals = (functionName: string): LogChart => ({
  kind: 'logs',
  title: 'Refusals by status and code',
  view: 'table',
  functions: [functionName],
  unit: 'requests',
  query:
    'filter message = "request" and status >= 400 and status < 500 | stats count(*) as refusals by status, code | sort refusals desc | limit 10',
});
