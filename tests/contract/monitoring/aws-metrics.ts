/** Metrics that AWS writes by itself, as far as we look at them, with the sets of dimensions that they have. */
export const AWS_METRICS: readonly {
  readonly namespace: string;
  readonly names: readonly string[];
  readonly dimensions: readonly string[];
  readonly source: string;
}[] = [
  {
    namespace: 'AWS/Lambda',
    names: ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions', 'IteratorAge'],
    dimensions: ['FunctionName'],
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
  },
  {
    namespace: 'AWS/Lambda',
    names: ['ProvisionedConcurrencyUtilization'],
    dimensions: ['FunctionName', 'Resource'],
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html',
  },
  {
    namespace: 'AWS/ApiGateway',
    names: ['4xx', '5xx', 'Count', 'Latency'],
    dimensions: ['ApiId'],
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
  },
  {
    namespace: 'AWS/DynamoDB',
    names: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'ReadThrottleEvents', 'WriteThrottleEvents'],
    dimensions: ['TableName'],
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
  },
  {
    namespace: 'AWS/DynamoDB',
    names: ['ReadThrottleEvents', 'WriteThrottleEvents'],
    dimensions: ['GlobalSecondaryIndexName', 'TableName'],
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
  },
  {
    namespace: 'AWS/SQS',
    names: ['ApproximateNumberOfMessagesVisible'],
    dimensions: ['QueueName'],
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
  },
];
