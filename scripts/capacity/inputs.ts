import type { Input, Source, Tier } from './input.ts';

// Everything that `npm run capacity` takes for granted: traffic, prices, limits, latencies, and the formulas. Change a
// figure here and nowhere else. What stages decide (memory, concurrency, throttles) is read from their own files.

const page = (title: string, url: string, asOf: string): Source => ({ title, url, asOf });

const LAMBDA = page('AWS Lambda pricing', 'https://aws.amazon.com/lambda/pricing/', '2025-10');
const LAMBDA_INIT = page(
  'AWS Lambda standardizes billing for INIT phase',
  'https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase',
  '2025-08',
);
const LAMBDA_MEMORY = page(
  'Configure Lambda function memory',
  'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
  '2023-05',
);
const LAMBDA_SCALING = page(
  'Lambda scaling behavior',
  'https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html',
  '2025',
);
const LAMBDA_QUOTAS = page(
  'Lambda quotas',
  'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  '2025',
);
const LAMBDA_PROVISIONED = page(
  'Configuring provisioned concurrency for a function',
  'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html',
  '2025',
);
const LAMBDA_STREAMS = page(
  'Using Lambda with DynamoDB streams',
  'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
  '2025',
);
const LAMBDA_IDLE = page(
  'How long does AWS Lambda keep your idle functions around before a cold start?',
  'https://www.pluralsight.com/resources/blog/cloud/how-long-does-aws-lambda-keep-your-idle-functions-around-before-a-cold-start',
  '2023-06',
);
const GATEWAY = page('Amazon API Gateway pricing', 'https://aws.amazon.com/api-gateway/pricing/', '2025-05');
const GATEWAY_METRICS = page(
  'Working with metrics for HTTP APIs',
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
  '2025',
);
const GATEWAY_QUOTAS = page(
  'Amazon API Gateway quotas',
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  '2025',
);
const DYNAMODB = page('DynamoDB on-demand pricing', 'https://aws.amazon.com/dynamodb/pricing/on-demand/', '2025-08');
const DYNAMODB_PARTITIONS = page(
  'DynamoDB burst and adaptive capacity',
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html',
  '2025',
);
const DYNAMODB_ON_DEMAND = page(
  'Troubleshooting throttling in on-demand mode',
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TroubleshootingThrottlingOnDemand.html',
  '2025',
);
const CLOUDWATCH = page('Amazon CloudWatch pricing', 'https://aws.amazon.com/cloudwatch/pricing/', '2025-05');
const KMS = page('AWS Key Management Service pricing', 'https://aws.amazon.com/kms/pricing/', '2025');
const SYNTHETICS = page('Amazon CloudWatch pricing, Synthetics', 'https://aws.amazon.com/cloudwatch/pricing/', '2025');
const XRAY = page('AWS X-Ray pricing', 'https://aws.amazon.com/xray/pricing/', '2025');
const XRAY_SAMPLING = page(
  'Configuring sampling rules',
  'https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html',
  '2025',
);
const COGNITO = page('Amazon Cognito pricing', 'https://aws.amazon.com/cognito/pricing/', '2025');
const S3 = page('Amazon S3 pricing', 'https://aws.amazon.com/s3/pricing/', '2025');
const EC2 = page(
  'Amazon EC2 on-demand pricing, data transfer',
  'https://aws.amazon.com/ec2/pricing/on-demand/',
  '2025',
);
const ERLANG = page(
  'A. K. Erlang, Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges',
  'https://en.wikipedia.org/wiki/Erlang_(unit)',
  '1917',
);
const LITTLE = page(
  'J. D. C. Little, A proof for the queuing formula L = λW',
  'https://doi.org/10.1287/opre.9.3.383',
  '1961',
);
const CLUMPS = page(
  'D. Aldous, Probability approximations via the Poisson clumping heuristic',
  'https://doi.org/10.1007/978-1-4757-6283-9',
  '1989',
);

const MILLION = 1e6;
const TERABYTE = 1_000; // gigabytes, as bills count them
const tiers = (...list: readonly Tier[]): readonly Tier[] => list;
const daily = (value: number, assumed: string): Input => ({ value, unit: 'requests per active user and day', assumed });

export const INPUTS = {
  traffic: {
    activePerDay: {
      value: 0.2,
      unit: 'share of users',
      assumed:
        'people train two to four times a week and look in between; 0.2 to 0.25 is often said of good consumer apps',
      range: [0.1, 0.4],
    },
    activePerMonth: {
      value: 0.6,
      unit: 'share of users',
      assumed: 'an app that is kept is opened in most months; Cognito bills each of them once',
      range: [0.4, 0.9],
    },
    openings: {
      value: 4,
      unit: 'openings of the app per active user and day',
      assumed: 'before, in and after a workout, and once more',
      range: [2, 8],
    },
    parallel: {
      value: 2,
      unit: 'requests that one device sends at the same moment',
      assumed: 'an app that opens reads several resources at once; HTTP/2 lets it',
      range: [1, 4],
    },
    /** By the names of the sample events that route costs are measured with. */
    requests: {
      'list-changes': daily(12, 'each opening, return to the foreground and push: three per opening'),
      'get-profile': daily(1, 'when the device has none yet, or it has changed'),
      'get-profile.unchanged': daily(3, 'at the other openings'),
      'get-profile.by-coach': daily(0.1, 'one in fifty is a coach, and looks at five clients a day'),
      'get-preferences': daily(4, 'each opening'),
      'get-training-profile': daily(1, 'when a plan is looked at'),
      'list-injuries': daily(1, 'when a plan is looked at'),
      'get-avatar': daily(1, 'afterwards the device has it'),
      'create-profile': daily(0.01, 'new people'),
      'update-profile': daily(0.03, 'once a month'),
      'update-preferences': daily(0.1, 'every ten days of use'),
      'update-training-profile': daily(0.05, 'every twenty days of use'),
      'record-injury': daily(0.01, 'a few a year'),
      'update-injury': daily(0.02, 'each heals in steps'),
      'start-avatar-upload': daily(0.005, 'once or twice a year'),
      'complete-avatar-upload': daily(0.005, 'as many as uploads'),
      'list-access-log': daily(0.02, 'now and then'),
      'list-permissions': daily(0.1, 'kept by the client'),
      'list-coaching-coaches': daily(0.5, 'now and then by those who have a coach'),
      'list-coaching-clients': daily(0.1, 'one in fifty is a coach, and looks five times a day'),
      'get-coach-link': daily(0.1, 'as the lists of clients'),
      'create-invitation': daily(0.005, 'a coach invites twice a week'),
      'accept-invitation': daily(0.004, 'most are accepted'),
      'update-coach-link-grants': daily(0.002, 'seldom'),
      'get-account': daily(0.001, 'support'),
      'list-audit-events': daily(0.0005, 'support'),
      'assign-role': daily(0.0002, 'support'),
      'get-openapi': daily(0.0005, 'integrators'),
    },
    /** By the clock on the wall; the model scales them to a mean of 1. */
    hours: {
      value: [
        1, 0.6, 0.4, 0.4, 0.8, 2, 4, 5.5, 5, 4.5, 4.2, 4.5, 5.2, 4.8, 4.2, 4.5, 6, 8.5, 10, 9.5, 7.5, 5.5, 3.5, 2,
      ],
      unit: 'weight of each hour, from midnight',
      assumed: 'gyms fill before work, a little at noon, and most between 17 and 20',
    },
    zones: {
      value: [
        { offset: 0, share: 0.25 },
        { offset: 1, share: 0.6 },
        { offset: 2, share: 0.15 },
      ],
      unit: 'hours ahead of UTC, share of users',
      assumed: 'one region in Ireland serves Europe; more zones flatten the curve',
    },
    monday: {
      value: 1.2,
      unit: 'Monday over the mean day',
      assumed: 'gyms call it the fullest day; everything but cost is about a Monday',
      range: [1, 1.5],
    },
    onTheHour: {
      value: 0.03,
      unit: 'share of an hour that comes within its first minute',
      assumed: 'reminders go out on the hour',
      range: [0, 0.1],
    },
    dispersion: {
      value: 0.15,
      unit: 'coefficient of variation from minute to minute, beyond Poisson',
      assumed: 'weather, pushes, television: a Gamma factor that all services share',
      range: [0, 0.5],
    },
    responseBytes: {
      value: 1_200,
      unit: 'bytes to the client per request, headers included',
      assumed: 'a profile of 400 bytes and 25 headers',
    },
  },
  data: {
    mainBytes: {
      value: 12_000,
      unit: 'bytes per user in the main table, indexes included',
      assumed: 'ten rows below 1 kB, their index rows, and 90 days of changes',
    },
    auditBytes: {
      value: 400,
      unit: 'bytes per user and year in the audit table',
      assumed: 'one to two events with two copies in indexes',
    },
    ephemeralBytes: {
      value: 300,
      unit: 'bytes per user in the ephemeral table',
      assumed: 'meters and keys of a day or less',
    },
    avatarBytes: { value: 40_000, unit: 'bytes per user in the bucket', assumed: 'a third have a picture of 120 kB' },
  },
  time: {
    /** Of a call that has a connection, without our own CPU. */
    dynamodbRead: {
      value: 4,
      unit: 'ms',
      assumed: 'AWS promises single-digit milliseconds on average for GetItem',
      range: [2, 8],
    },
    dynamodbWrite: { value: 6, unit: 'ms', assumed: 'as a read, and a little more', range: [3, 10] },
    dynamodbTransaction: { value: 14, unit: 'ms', assumed: 'two phases: twice a write and more', range: [8, 30] },
    otherCall: {
      value: 25,
      unit: 'ms',
      assumed: 'S3, SQS and Cognito answer in tens of milliseconds',
      range: [10, 80],
    },
    connection: {
      value: 12,
      unit: 'ms',
      assumed: 'TCP and TLS 1.3 to an endpoint of the region, once per container',
      range: [5, 40],
    },
    machine: {
      value: 1,
      unit: "CPU time on Lambda's arm64 over that of the machine of the benchmark",
      assumed: 'not measured: the ratios of the benchmark travel, its milliseconds may not',
      range: [0.7, 1.8],
    },
    fullCpuMegabytes: { value: 1_769, unit: 'MB that get one vCPU', source: LAMBDA_MEMORY, certainty: 'read' },
    initCpu: {
      value: 1,
      unit: 'vCPU in the init phase',
      assumed: 'observed by many, promised by nobody: init has a whole vCPU',
      range: [0.145, 1],
    },
    worker: {
      value: 45,
      unit: 'ms per batch of number-changes',
      assumed: 'a read, a transaction and 10 ms of CPU at the share of 256 MB',
      range: [25, 120],
    },
  },
  lambda: {
    idle: {
      value: 600,
      unit: 's after which an idle container is reclaimed',
      assumed: `not published; 5 to 60 minutes were observed (${LAMBDA_IDLE.url})`,
      range: [300, 2_700],
    },
    lifetime: {
      value: 7_200,
      unit: 's after which a busy container is replaced',
      assumed: 'not published; about two hours were observed',
      range: [3_600, 14_400],
    },
    request: { value: tiers({ price: 0.2 / MILLION }), unit: '$ per request', source: LAMBDA, certainty: 'read' },
    duration: {
      value: tiers(
        { upTo: 7.5e9, price: 0.0000133334 },
        { upTo: 18.75e9, price: 0.0000120001 },
        { price: 0.0000106667 },
      ),
      unit: '$ per GB-second, arm64',
      source: LAMBDA,
      certainty: 'read',
    },
    initBilled: { value: 1, unit: 'share of init that is billed', source: LAMBDA_INIT, certainty: 'read' },
    provisioned: {
      value: tiers({ price: 0.0000033334 }),
      unit: '$ per GB-second kept ready, arm64',
      source: LAMBDA,
      certainty: 'recalled',
      note: 'of us-east-1; Ireland may be a tenth dearer',
    },
    provisionedDuration: {
      value: tiers({ price: 0.0000077778 }),
      unit: '$ per GB-second used of it, arm64',
      source: LAMBDA,
      certainty: 'recalled',
      note: 'of us-east-1; Ireland may be a tenth dearer',
    },
    freeRequests: {
      value: MILLION,
      unit: 'requests per month, without provisioned concurrency',
      source: LAMBDA,
      certainty: 'read',
    },
    freeDuration: {
      value: 400_000,
      unit: 'GB-seconds per month, without provisioned concurrency',
      source: LAMBDA,
      certainty: 'read',
    },
    quota: { value: 1_000, unit: 'concurrent executions of an account', source: LAMBDA_QUOTAS, certainty: 'read' },
    newQuota: {
      value: 10,
      unit: 'concurrent executions of a new account',
      source: LAMBDA_QUOTAS,
      certainty: 'recalled',
      note: 'the page says reduced; 10 is what new accounts report',
    },
    unreserved: {
      value: 100,
      unit: 'concurrent executions that cannot be reserved',
      source: LAMBDA_QUOTAS,
      certainty: 'read',
    },
    scaling: {
      value: 100,
      unit: 'containers per second and function',
      source: LAMBDA_SCALING,
      certainty: 'read',
      note: '1,000 every 10 s',
    },
    utilization: {
      value: 0.7,
      unit: 'share in use that scaling aims at',
      source: LAMBDA_PROVISIONED,
      certainty: 'recalled',
    },
    scaleOutMinutes: {
      value: 3,
      unit: 'minutes above the aim before more are provided',
      source: LAMBDA_PROVISIONED,
      certainty: 'recalled',
    },
    scaleInMinutes: {
      value: 15,
      unit: 'minutes below nine tenths of the aim before there are fewer',
      source: LAMBDA_PROVISIONED,
      certainty: 'recalled',
    },
    headroom: {
      value: 2,
      unit: 'reserved concurrency advised over the highest seen',
      assumed: 'a slow dependency doubles durations before anybody is woken',
    },
  },
  gateway: {
    request: {
      value: tiers({ upTo: 300 * MILLION, price: 1.11 / MILLION }, { price: 1 / MILLION }),
      unit: '$ per request of 512 kB',
      source: GATEWAY,
      certainty: 'recalled',
      note: 'Ireland; us-east-1 was read as 1.00 and 0.90',
    },
    quota: { value: 10_000, unit: 'requests per second of an account', source: GATEWAY_QUOTAS, certainty: 'read' },
    metricsPerRoute: { value: 6, unit: 'metrics of each route', source: GATEWAY_METRICS, certainty: 'recalled' },
  },
  dynamodb: {
    read: {
      value: tiers({ price: 0.141 / MILLION }),
      unit: '$ per read unit',
      source: DYNAMODB,
      certainty: 'recalled',
      note: 'Ireland; us-east-1 was read as 0.125',
    },
    write: {
      value: tiers({ price: 0.705 / MILLION }),
      unit: '$ per write unit',
      source: DYNAMODB,
      certainty: 'recalled',
      note: 'Ireland; us-east-1 was read as 0.625',
    },
    storage: {
      value: tiers({ upTo: 25, price: 0 }, { price: 0.283 }),
      unit: '$ per GB and month',
      source: DYNAMODB,
      certainty: 'recalled',
    },
    recovery: {
      value: tiers({ price: 0.226 }),
      unit: '$ per GB and month of point-in-time recovery',
      source: DYNAMODB,
      certainty: 'recalled',
    },
    streamRead: { value: 0, unit: '$ per read by Lambda', source: DYNAMODB, certainty: 'recalled' },
    partitionRead: {
      value: 3_000,
      unit: 'read units per second of a partition',
      source: DYNAMODB_PARTITIONS,
      certainty: 'read',
    },
    partitionWrite: {
      value: 1_000,
      unit: 'write units per second of a partition',
      source: DYNAMODB_PARTITIONS,
      certainty: 'read',
    },
    newTableRead: {
      value: 12_000,
      unit: 'read units per second of a new table',
      source: DYNAMODB_ON_DEMAND,
      certainty: 'read',
    },
    newTableWrite: {
      value: 4_000,
      unit: 'write units per second of a new table',
      source: DYNAMODB_ON_DEMAND,
      certainty: 'read',
    },
    grantsSeconds: {
      value: 60,
      unit: 's that a container remembers grants',
      file: 'layers/core/auth/cached-grants.ts',
    },
    streamPolls: {
      value: 4,
      unit: 'polls of a shard per second by Lambda',
      source: LAMBDA_STREAMS,
      certainty: 'recalled',
    },
    partitionGigabytes: {
      value: 10,
      unit: 'GB of a partition',
      source: DYNAMODB_PARTITIONS,
      certainty: 'recalled',
    },
    coaches: {
      value: 5,
      unit: 'coaches of a client at most',
      file: 'services/access-service/domain/coaching-roster.ts',
    },
    auditShards: { value: 16, unit: 'shards of a day', file: 'layers/core/audit/audit-trail.ts' },
    auditHeadWrites: {
      value: 2,
      unit: 'write units on the head of a shard per event',
      file: 'layers/core/audit/audit-trail.ts',
    },
  },
  logs: {
    requestBytes: {
      value: 855,
      unit: 'bytes of our line per request',
      file: 'middleware/http/log-request.ts',
      note: 'one of a profile read: 828 as JSON, and 26 that CloudWatch adds to each',
    },
    platformBytes: {
      value: 420,
      unit: "bytes of Lambda's START, END and REPORT",
      assumed: 'their usual length as text',
    },
    gatewayBytes: { value: 325, unit: 'bytes of the access log per request', file: 'platform/resources/http-api.yml' },
    ingestion: {
      value: tiers(
        { upTo: 10 * TERABYTE, price: 0.57 },
        { upTo: 30 * TERABYTE, price: 0.285 },
        { upTo: 50 * TERABYTE, price: 0.114 },
        { price: 0.057 },
      ),
      unit: '$ per GB',
      source: CLOUDWATCH,
      certainty: 'recalled',
      note: 'us-east-1 was read as 0.50 with these steps for logs of Lambda; Ireland is a seventh dearer',
    },
    freeIngestion: { value: 5, unit: 'GB per month', source: CLOUDWATCH, certainty: 'read' },
    storage: {
      value: tiers({ price: 0.03 }),
      unit: '$ per GB and month, compressed',
      source: CLOUDWATCH,
      certainty: 'read',
    },
    compressed: { value: 0.15, unit: 'share that is left', source: CLOUDWATCH, certainty: 'recalled' },
    metric: {
      value: tiers({ upTo: 10, price: 0 }, { upTo: 10_000, price: 0.3 }, { price: 0.1 }),
      unit: '$ per metric and month',
      source: CLOUDWATCH,
      certainty: 'recalled',
    },
    metricsPerRoute: {
      value: 5,
      unit: 'metrics of each route, and of each service',
      file: 'middleware/http/log-request.ts',
    },
  },
  /** What a stage has whether anybody comes or not. */
  fixed: {
    alarmMetric: {
      value: tiers({ upTo: 10, price: 0 }, { price: 0.1 }),
      unit: '$ per metric that an alarm watches, and month',
      source: CLOUDWATCH,
      certainty: 'recalled',
    },
    dashboard: {
      value: tiers({ upTo: 3, price: 0 }, { price: 3 }),
      unit: '$ per dashboard and month',
      source: CLOUDWATCH,
      certainty: 'recalled',
    },
    key: { value: tiers({ price: 1 }), unit: '$ per key and month', source: KMS, certainty: 'recalled' },
    syntheticsRun: {
      value: tiers({ price: 0.0012 }),
      unit: '$ per run of a canary of CloudWatch Synthetics, which ours is not',
      source: SYNTHETICS,
      certainty: 'recalled',
    },
    canaryRequests: { value: 8, unit: 'requests of a scheduled run', file: 'platform/domain/smoke-journey.ts' },
    canaryRoutes: { value: 6, unit: 'routes that a scheduled run asks', file: 'platform/domain/smoke-journey.ts' },
    canaryMetrics: { value: 3, unit: 'metrics of a run', file: 'platform/domain/canary-line.ts' },
    canarySeconds: {
      value: 1.5,
      unit: 's of a run, its init included',
      assumed: '0.3 s on a laptop; in AWS sign-in and cold starts are added',
      range: [0.5, 6],
    },
    canaryReads: { value: 12, unit: 'read units of a run', assumed: 'as the log lines of a local run add up' },
    canaryWrites: {
      value: 12,
      unit: 'write units of a run, the numbering of its change included',
      assumed: 'as the log lines of a local run add up',
    },
  },
  trace: {
    perSecond: {
      value: 1,
      unit: 'requests of a function that are traced each second',
      source: XRAY_SAMPLING,
      certainty: 'read',
    },
    rate: { value: 0.05, unit: 'share of the others', source: XRAY_SAMPLING, certainty: 'read' },
    recorded: {
      value: tiers({ upTo: 100_000, price: 0 }, { price: 5 / MILLION }),
      unit: '$ per trace',
      source: XRAY,
      certainty: 'recalled',
    },
  },
  cognito: {
    user: {
      value: tiers({ upTo: 10_000, price: 0 }, { price: 0.015 }),
      unit: '$ per active user and month, Essentials',
      source: COGNITO,
      certainty: 'recalled',
      note: 'Essentials is what a pool gets that names no tier, as ours does not',
    },
    lite: {
      value: tiers(
        { upTo: 10_000, price: 0 },
        { upTo: 100_000, price: 0.0055 },
        { upTo: MILLION, price: 0.0046 },
        { upTo: 10 * MILLION, price: 0.00325 },
        { price: 0.0025 },
      ),
      unit: '$ per active user and month, Lite',
      source: COGNITO,
      certainty: 'recalled',
    },
  },
  other: {
    bucketStorage: { value: tiers({ price: 0.023 }), unit: '$ per GB and month', source: S3, certainty: 'recalled' },
    bucketRequest: {
      value: tiers({ price: 5 / MILLION }),
      unit: '$ per request, all as the dearer ones',
      source: S3,
      certainty: 'recalled',
    },
    transfer: {
      value: tiers(
        { upTo: 100, price: 0 },
        { upTo: 10.1 * TERABYTE, price: 0.09 },
        { upTo: 50 * TERABYTE, price: 0.085 },
        { upTo: 150 * TERABYTE, price: 0.07 },
        { price: 0.05 },
      ),
      unit: '$ per GB to the internet',
      source: EC2,
      certainty: 'recalled',
    },
  },
} as const satisfies Tree;

interface Tree {
  readonly [name: string]: Input<unknown> | Tree;
}

/** What is calculated, by whom it was found, and which file does it. */
export const FORMULAS = [
  { name: 'mean concurrency', formula: 'L = λ W', source: LITTLE, file: 'simulate-service.ts' },
  {
    name: 'refused at a limit of n',
    formula: 'B(n, a) = a B(n-1, a) / (n + a B(n-1, a)), B(0, a) = 1',
    source: ERLANG,
    file: 'erlang-b.ts',
  },
  {
    name: 'most at once within a second',
    formula: 'P(max < n) = F(n-1) exp(-λ p(n-1) / F(n-1)), C ~ Poisson(λ W)',
    source: CLUMPS,
    file: 'most-at-once.ts',
  },
] as const;
