import type { Values } from './input.ts';
import type { INPUTS } from './inputs.ts';
import type { CostItem } from './monthly-cost.ts';
import { price } from './price.ts';

/** Resources of one packaged stack, by logical id. */
export type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
>;

export interface FixedCosts {
  readonly items: readonly CostItem[];
  /** Types about whose price nothing is known here: none, or this has to be told. */
  readonly unknown: readonly string[];
}

const MONTH_HOURS = 730;
const DAY_MINUTES = 24 * 60;
const MEGABYTES = 1_024;
const GIGABYTE = 1e9;

/** Cost nothing, or by use alone, which the capacity model counts. */
const BY_USE = new Set(
  [
    ['ApiGatewayV2', 'Api', 'Integration', 'Route', 'Stage'],
    ['ApplicationAutoScaling', 'ScalableTarget', 'ScalingPolicy'],
    ['Budgets', 'Budget'], // without actions
    ['CodeDeploy', 'Application', 'DeploymentGroup'], // nothing for Lambda
    ['Cognito', 'UserPool', 'UserPoolClient', 'UserPoolDomain', 'UserPoolGroup'],
    ['DynamoDB', 'Table'], // on demand
    ['Events', 'Rule'], // what a schedule runs is counted as the canary
    ['IAM', 'Role', 'Policy', 'ManagedPolicy'],
    ['KMS', 'Alias'],
    ['Lambda', 'Alias', 'EventInvokeConfig', 'EventSourceMapping', 'Function', 'LayerVersion', 'Permission', 'Version'],
    ['Logs', 'LogGroup', 'QueryDefinition', 'ResourcePolicy'],
    ['S3', 'Bucket', 'BucketPolicy'],
    ['SNS', 'Subscription', 'Topic', 'TopicPolicy'],
    ['SQS', 'Queue', 'QueuePolicy'],
    ['SSM', 'Parameter'], // standard ones
    ['XRay', 'Group', 'SamplingRule'],
  ].flatMap(([service, ...types]) => types.map((type) => `AWS::${service}::${type}`)),
);
const PRICED = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::KMS::Key', 'AWS::Logs::MetricFilter'];

/** What users pay for, too, once there are some. */
export const METRICS_ASKED = 'metrics of the routes that the canary asks';

/** What the stacks of a stage cost a month without a single user, by what their templates hold. */
export function fixedCosts(
  stacks: readonly Resources[],
  { fixed, lambda, gateway, dynamodb, logs }: Values<typeof INPUTS>,
): FixedCosts {
  const all = stacks.flatMap((stack) => Object.values(stack));
  const ofType = (type: string) => all.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  const watched = ofType('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0);
  const runs = ofType('AWS::Events::Rule').reduce((sum, rule) => sum + runsOf(rule), 0);
  const ready = ofType('AWS::ApplicationAutoScaling::ScalableTarget').reduce(
    (sum, target) => sum + meanLeast(target),
    0,
  );
  const memory = Number(ofType('AWS::Lambda::Function')[0]?.['MemorySize'] ?? 0) / MEGABYTES;
  const services = stacks.length;
  const asked =
    runs === 0
      ? 0
      : (fixed.canaryRoutes + services) * logs.metricsPerRoute + fixed.canaryRoutes * gateway.metricsPerRoute;
  const own = ofType('AWS::Logs::MetricFilter').length + (runs === 0 ? 0 : fixed.canaryMetrics);
  const requests = runs * fixed.canaryRequests;
  const logged = requests * (logs.requestBytes + logs.platformBytes + logs.gatewayBytes);
  const item = (name: string, dollars: number): CostItem => ({ item: name, dollars });
  const items = [
    item('alarms', price(fixed.alarmMetric, watched)),
    item('dashboards', price(fixed.dashboard, ofType('AWS::CloudWatch::Dashboard').length)),
    item('keys', price(fixed.key, ofType('AWS::KMS::Key').length)),
    item('metrics of the canary and of releases', price(logs.metric, asked + own) - price(logs.metric, asked)),
    item(METRICS_ASKED, price(logs.metric, asked)),
    item(
      'runs of the canary',
      price(lambda.request, runs + requests) +
        price(lambda.duration, runs * fixed.canarySeconds * memory) +
        price(gateway.request, requests) +
        price(dynamodb.read, runs * fixed.canaryReads) +
        price(dynamodb.write, runs * fixed.canaryWrites) +
        price(logs.ingestion, logged / GIGABYTE),
    ),
    item('provisioned concurrency', price(lambda.provisioned, ready * memory * MONTH_HOURS * 3_600)),
  ];
  const unknown = all.map(({ Type }) => Type).filter((type) => !BY_USE.has(type) && !PRICED.includes(type));
  return { items, unknown: [...new Set(unknown)].toSorted() };
}

/** An alarm is paid by the metrics that it looks at. */
const metricsOf = ({ Metrics }: Readonly<Record<string, unknown>>): number =>
  Array.isArray(Metrics) ? Metrics.filter((each: object) => 'MetricStat' in each).length : 1;

/** Of a month; a rule that is off has none. */
function runsOf({ State, ScheduleExpression }: Readonly<Record<string, unknown>>): number {
  const minutes = Number(/^rate\((\d+) minutes?\)$/.exec(String(ScheduleExpression))?.[1]);
  return State === 'ENABLED' && minutes > 0 ? (MONTH_HOURS * 60) / minutes : 0;
}

/** The least that is kept ready, as the mean of a day with its scheduled changes. */
export function meanLeast({ MinCapacity, ScheduledActions }: Readonly<Record<string, unknown>>): number {
  const actions = (Array.isArray(ScheduledActions) ? ScheduledActions : []) as readonly {
    readonly Schedule: string;
    readonly ScalableTargetAction: { readonly MinCapacity: number };
  }[]; // CloudFormation's shape
  const changes = actions
    .map(({ Schedule, ScalableTargetAction }) => {
      const [, minute, hour] = /^cron\((\d+) (\d+) /.exec(Schedule) ?? [];
      return { at: Number(hour) * 60 + Number(minute), least: ScalableTargetAction.MinCapacity };
    })
    .toSorted((a, b) => a.at - b.at);
  if (changes.length === 0) return Number(MinCapacity);
  return (
    changes.reduce((sum, { at, least }, index) => {
      const next = changes[index + 1]?.at ?? (changes[0]?.at ?? 0) + DAY_MINUTES;
      return sum + least * (next - at);
    }, 0) / DAY_MINUTES
  );
}
