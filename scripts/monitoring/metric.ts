/** A name that only CloudFormation knows, as that of the HTTP API. */
export interface Reference {
  readonly Ref: string;
}

/** A statistic of one metric: what an alarm watches and a dashboard draws. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string | Reference>>;
  /** `Sum`, `SampleCount`, `Average`, `Minimum`, `Maximum`, or a percentile as `p99`. */
  readonly stat: string;
}

/** Written by our own log lines: see middleware/http/log-request.ts and middleware/stream/stream-worker.ts. */
export const serviceMetric = (
  { stage, service }: { readonly stage: string; readonly service: string },
  name: string,
  stat: string,
): Metric => ({
  namespace: 'GymCoach',
  name,
  dimensions: { stage, service },
  stat,
});

export const functionMetric = (functionName: string, name: string, stat: string): Metric => ({
  namespace: 'AWS/Lambda',
  name,
  dimensions: { FunctionName: functionName },
  stat,
});

/** @param index of the table, for what it counts apart */
export const tableMetric = (table: string, name: string, stat: string, index?: string): Metric => ({
  namespace: 'AWS/DynamoDB',
  name,
  dimensions: { TableName: table, ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }) },
  stat,
});

export const queueMetric = (queue: string, name: string, stat: string): Metric => ({
  namespace: 'AWS/SQS',
  name,
  dimensions: { QueueName: queue },
  stat,
});

/** Of the HTTP API as a whole. */
export const gatewayMetric = (name: string, stat: string): Metric => ({
  namespace: 'AWS/ApiGateway',
  name,
  dimensions: { ApiId: { Ref: 'HttpApi' } },
  stat,
});
