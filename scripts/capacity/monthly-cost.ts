import type { Values } from './input.ts';
import type { INPUTS } from './inputs.ts';
import { price } from './price.ts';

/** What a month takes, in the units that AWS bills. */
export interface MonthlyUse {
  readonly users: number;
  readonly activeUsers: number;
  readonly requests: number;
  readonly invocations: number;
  /** GB-seconds of containers that nobody keeps ready, their init included. */
  readonly onDemandGbSeconds: number;
  /** GB-seconds of keeping containers ready, and of using them. */
  readonly readyGbSeconds: number;
  readonly usedReadyGbSeconds: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly traces: number;
  readonly otherCalls: number;
  readonly routes: number;
  readonly services: number;
  readonly logRetentionDays: number;
  readonly recovery: boolean;
}

export interface CostItem {
  readonly item: string;
  /** US dollars per month. */
  readonly dollars: number;
}

const GIGABYTE = 1e9;
const MONTH_DAYS = 365 / 12;

/** The bill of a month by item, with the free tiers that never end and without those of the first year. */
export function monthlyCost(
  use: MonthlyUse,
  { lambda, gateway, dynamodb, logs, trace, cognito, other, data, traffic }: Values<typeof INPUTS>,
): readonly CostItem[] {
  const free = use.readyGbSeconds === 0 ? 1 : 0;
  const above = (quantity: number, allowance: number): number => Math.max(0, quantity - free * allowance);
  const mainGigabytes = (use.users * data.mainBytes) / GIGABYTE;
  const auditGigabytes = (use.users * data.auditBytes) / GIGABYTE;
  const ephemeralGigabytes = (use.users * data.ephemeralBytes) / GIGABYTE;
  const logGigabytes =
    (use.invocations * (logs.requestBytes + logs.platformBytes) + use.requests * logs.gatewayBytes) / GIGABYTE;
  const metrics = (use.routes + use.services) * logs.metricsPerRoute + use.routes * gateway.metricsPerRoute;
  const item = (name: string, dollars: number): CostItem => ({ item: name, dollars });
  return [
    item('Lambda requests', price(lambda.request, above(use.invocations, lambda.freeRequests))),
    item('Lambda duration, init included', price(lambda.duration, above(use.onDemandGbSeconds, lambda.freeDuration))),
    item(
      'Lambda provisioned concurrency',
      price(lambda.provisioned, use.readyGbSeconds) + price(lambda.provisionedDuration, use.usedReadyGbSeconds),
    ),
    item('API Gateway', price(gateway.request, use.requests)),
    item('DynamoDB reads', price(dynamodb.read, use.readUnits)),
    item('DynamoDB writes', price(dynamodb.write, use.writeUnits)),
    item('DynamoDB storage', price(dynamodb.storage, mainGigabytes + auditGigabytes + ephemeralGigabytes)),
    item(
      'DynamoDB point-in-time recovery',
      use.recovery ? price(dynamodb.recovery, mainGigabytes + auditGigabytes) : 0,
    ),
    item('CloudWatch logs, ingested', price(logs.ingestion, Math.max(0, logGigabytes - logs.freeIngestion))),
    item(
      'CloudWatch logs, kept',
      price(logs.storage, ((logGigabytes * use.logRetentionDays) / MONTH_DAYS) * logs.compressed),
    ),
    item('CloudWatch metrics', price(logs.metric, metrics)),
    item('X-Ray', price(trace.recorded, use.traces)),
    item('Cognito', price(cognito.user, use.activeUsers)),
    item(
      'S3',
      price(other.bucketStorage, (use.users * data.avatarBytes) / GIGABYTE) +
        price(other.bucketRequest, use.otherCalls),
    ),
    item('Data to the internet', price(other.transfer, (use.requests * traffic.responseBytes) / GIGABYTE)),
  ];
}

export const totalOf = (items: readonly CostItem[]): number => items.reduce((sum, { dollars }) => sum + dollars, 0);
