import type { Alarm } from './alarm.ts';
import type { AlarmKind } from './alarm-kinds.ts';
import { logicalName } from './logical-name.ts';
import { functionMetric, gatewayMetric, type Metric, queueMetric, serviceMetric, tableMetric } from './metric.ts';
import type { FunctionOutline, StackOutline } from './stack-outline.ts';

/** Kinds whose names and figures each alarm of them shares. */
type Watch = Omit<Alarm, 'id' | 'name' | 'kind' | 'of'>;

/** Three of the last five minutes: what lasts, and not what happens once. */
const LASTING = { breaching: 3, among: 5 } as const;

/** That one alarm with an expression may look at. */
const MOST_METRICS = 10;

/** The name of the function that tries the journey of a user: see the `canary-failed` alarm. */
const CANARY = 'canary';

/** Every alarm of a stack, by what it declares: a function gets its alarms by being there. */
export function alarmsOf(stack: StackOutline): readonly Alarm[] {
  const { stage, service, isPlatform } = stack;
  const once = (kind: AlarmKind, of: string, watch: Watch): Alarm => ({
    ...{ id: `${logicalName(kind)}Alarm`, name: `gymcoach-${stage}-${kind}`, kind, of },
    ...watch,
  });
  return [
    ...stack.functions.flatMap((each) =>
      Object.entries(watchesOf(each, stack)).map(([kind, watch]) => ({
        id: `${logicalName(each.name)}${logicalName(kind)}Alarm`,
        name: `gymcoach-${stage}-${service}-${each.name}-${kind}`,
        kind: kind as AlarmKind, // a key of what the function gives
        of: each.functionName,
        ...watch,
      })),
    ),
    ...stack.deadLetters.map(({ id, name, from }) => ({
      id: `${logicalName(id)}DeadLettersAlarm`,
      name: `gymcoach-${stage}-${service}-${from ?? logicalName(id)}-dead-letters`,
      kind: 'dead-letters' as const,
      of: name,
      metrics: { messages: queueMetric(name, 'ApproximateNumberOfMessagesVisible', 'Maximum') },
      threshold: 1,
      unit: 'messages',
      breaching: 1,
      among: 1,
    })),
    ...stack.tables.map((table) => ({
      id: `${logicalName(table.id)}TableThrottlesAlarm`,
      name: `gymcoach-${stage}-${shortTable(table.name, stage)}-table-throttles`,
      kind: 'table-throttles' as const,
      of: table.name,
      ...tableThrottles(table.name, table.indexes),
    })),
    ...(isPlatform ? [once('gateway-5xx', 'the HTTP API', gatewayFailures())] : []),
    ...stack.functions
      .filter(({ name, kind }) => name === CANARY && kind === 'scheduled')
      .map(({ functionName }) => once('canary-failed', functionName, canaryFailed(stage))),
  ];
}

/** `gymcoach-dev-main` -> `main`. */
export const shortTable = (name: string, stage: string): string => name.replace(`gymcoach-${stage}-`, '');

function watchesOf({ functionName, kind }: FunctionOutline, stack: StackOutline): Partial<Record<AlarmKind, Watch>> {
  const runs = kind === 'http' || kind === 'stream';
  const everywhere: Partial<Record<AlarmKind, Watch>> = {
    throttles: { ...one(functionMetric(functionName, 'Throttles', 'Sum')), threshold: 1, unit: 'calls', ...LASTING },
    'function-errors': {
      ...one(functionMetric(functionName, 'Errors', 'Sum')),
      ...{ threshold: 1, unit: 'calls', breaching: runs ? 2 : 1, among: runs ? 5 : 15 },
    },
  };
  if (kind === 'stream') return { ...everywhere, 'iterator-age': iteratorAge(functionName) };
  if (kind !== 'http') return everywhere;
  return { ...requestWatches(functionName, stack), ...everywhere };
}

/** A service has one function for requests, so what its log lines count is that function's. */
function requestWatches(functionName: string, stack: StackOutline): Partial<Record<AlarmKind, Watch>> {
  const ofRequests = (name: string, floor: number, percent: number): Watch => ({
    metrics: { failed: serviceMetric(stack, name, 'Sum'), requests: serviceMetric(stack, name, 'SampleCount') },
    expression: share(floor),
    ...{ threshold: percent, unit: '%', ...LASTING },
  });
  return {
    'error-ratio': ofRequests('errors', 2, 5),
    'latency-p99': {
      metrics: {
        slowest: functionMetric(functionName, 'Duration', 'p99'),
        calls: functionMetric(functionName, 'Duration', 'SampleCount'),
      },
      expression: 'IF(calls >= 10, slowest, 0)',
      ...{ threshold: 1_000, unit: 'ms', ...LASTING },
    },
    // The platform's routes are for everybody or signed with AWS credentials, which the gateway checks.
    ...(stack.isPlatform
      ? {}
      : {
          'auth-failures': ofRequests('unauthorized', 10, 25),
          'limiter-errors': {
            ...one(serviceMetric(stack, 'limiterErrors', 'Sum')),
            ...{ threshold: 5, unit: 'requests', ...LASTING },
          },
        }),
  };
}

const one = (metric: Metric): Pick<Watch, 'metrics'> => ({ metrics: { metric } });

/** Percent of requests, 0 while fewer failed than the floor. */
const share = (floor: number): string => `IF(failed >= ${floor}, 100 * failed / requests, 0)`;

const iteratorAge = (functionName: string): Watch => ({
  ...one(functionMetric(functionName, 'IteratorAge', 'Maximum')),
  ...{ threshold: 120_000, unit: 'ms', breaching: 3, among: 10 },
});

const gatewayFailures = (): Watch => ({
  metrics: { failed: gatewayMetric('5xx', 'Sum'), requests: gatewayMetric('Count', 'Sum') },
  expression: share(2),
  ...{ threshold: 5, unit: '%', ...LASTING },
});

/**
 * Throttles are written only when there are some, and an alarm on AWS/DynamoDB may keep its state while data is missing,
 * whatever it is told: what the table is used, times 0, makes it go on. A missing value counts as 0 in a sum.
 */
function tableThrottles(table: string, indexes: readonly string[]): Watch {
  const throttled = [undefined, ...indexes].flatMap((index, place) =>
    ['Read', 'Write'].map(
      (way) => [`${way.toLowerCase()}${place}`, tableMetric(table, `${way}ThrottleEvents`, 'Sum', index)] as const,
    ),
  );
  const metrics = {
    ...Object.fromEntries(throttled),
    reads: tableMetric(table, 'ConsumedReadCapacityUnits', 'Sum'),
    writes: tableMetric(table, 'ConsumedWriteCapacityUnits', 'Sum'),
  };
  const count = Object.keys(metrics).length;
  if (count > MOST_METRICS) {
    throw new Error(
      `${table}: with ${indexes.length} indexes its alarm on throttles looks at ${count} metrics, and CloudWatch takes ${MOST_METRICS}: give the indexes an alarm of their own`,
    );
  }
  return {
    metrics,
    expression: `${throttled.map(([id]) => id).join(' + ')} + 0 * (reads + writes)`,
    ...{ threshold: 5, unit: 'calls', ...LASTING },
  };
}

const canaryFailed = (stage: string): Watch => ({
  ...one(serviceMetric({ stage, service: CANARY }, 'canaryFailed', 'Maximum')),
  ...{ threshold: 1, unit: 'failed runs', periodSeconds: 300, breaching: 2, among: 3 },
});
