/** What missing data points count as: CloudWatch's `TreatMissingData`. */
export type MissingData = 'notBreaching' | 'breaching' | 'ignore';

export interface KindOfAlarm {
  /** What has happened when it fires, as one sentence. */
  readonly means: string;
  /** Why it fires then and not before. */
  readonly why: string;
  readonly missing: MissingData;
  readonly whyMissing: string;
}

const SPARSE = 'nothing is written while nobody asks, and a quiet hour is no fault';

/** Every kind of alarm there is. Each has one runbook, docs/operations/runbooks/<kind>.md. */
export const ALARM_KINDS = {
  'error-ratio': {
    means: 'Requests of this service are answered with 5xx.',
    why: "5 % and two failures in a minute, in three of five minutes: a single failure at night is half of two requests and wakes nobody; what lasts does, also at ten requests a minute. A total failure at fewer is the canary's to find",
    missing: 'notBreaching',
    whyMissing: SPARSE,
  },
  'latency-p99': {
    means: 'One in a hundred requests takes a second or more in the function.',
    why: "a warm request takes 15 ms and a container's first one 150, so a second is a dependency that hangs or a CPU that starves; from ten requests a minute on, for below it the percentile is the slowest one",
    missing: 'notBreaching',
    whyMissing: SPARSE,
  },
  throttles: {
    means: "Lambda refuses to start this function: reserved concurrency or the account's quota is used up.",
    why: 'a burst that ends within two minutes is repeated by clients and by the stream; in three of five minutes the limit is too low',
    missing: 'notBreaching',
    whyMissing: SPARSE,
  },
  'function-errors': {
    means: 'The function crashed, ran out of time or of memory; no log line of ours tells about the request.',
    why: 'a function answers its own failures, so each of these is a bug: two of five minutes, or one run of a schedule within a quarter of an hour',
    missing: 'notBreaching',
    whyMissing: SPARSE,
  },
  'auth-failures': {
    means: 'Tokens of many requests are refused with 401.',
    why: 'clients whose hour is over send one such request and renew; a quarter of all, and ten in a minute, is a wrong issuer, a key rotation that went wrong, or somebody who tries',
    missing: 'notBreaching',
    whyMissing: SPARSE,
  },
  'limiter-errors': {
    means: 'Requests pass uncounted, for the rate limiter cannot reach its table.',
    why: 'it fails open on purpose, so the service is well, but unprotected: five in a minute, in three of five minutes, is no lost packet',
    missing: 'notBreaching',
    whyMissing: SPARSE,
  },
  'iterator-age': {
    means: "The reader of the table's stream is more than two minutes behind.",
    why: 'it is a second behind when all is well; a batch that comes again waits longer each time, so three of ten minutes are looked at. The stream forgets after 24 hours',
    missing: 'notBreaching',
    whyMissing: 'without changes there are no batches',
  },
  'dead-letters': {
    means: 'Records were put aside that nobody could process; they are kept for two weeks.',
    why: 'each is a change that somebody does not see: one is enough',
    missing: 'ignore',
    whyMissing: 'a queue that nobody touches for six hours stops to report, and what lies in it still lies there',
  },
  'gateway-5xx': {
    means: 'The gateway answers with 5xx, whoever made them: a function that cannot be started shows here only.',
    why: 'as the error ratio of a service, over all requests of the API',
    missing: 'notBreaching',
    whyMissing: SPARSE,
  },
  'table-throttles': {
    means: 'DynamoDB refuses calls on this table or one of its indexes: a hot partition, or a maximum that is too low.',
    why: 'clients repeat a refused call, so a handful while a table grows is no fault: five in a minute, in three of five minutes',
    missing: 'notBreaching',
    whyMissing:
      'throttles are written only when there are some; that the table is used makes it a 0, see the expression',
  },
  'canary-failed': {
    means: 'The journey that is tried every five minutes fails, or is not tried.',
    why: 'two of three runs: one may meet a deployment',
    missing: 'breaching',
    whyMissing: 'a canary that does not run is a failure',
  },
  budget: {
    means: "The month's bill of the account passes 80 % of the budget, or is forecast to pass all of it.",
    why: 'forecasts need a few days of a month; 80 % leaves time to act',
    missing: 'ignore',
    whyMissing: 'AWS Budgets looks at the bill up to three times a day and tells once a month and threshold',
  },
} as const satisfies Readonly<Record<string, KindOfAlarm>>;

export type AlarmKind = keyof typeof ALARM_KINDS;

/** Where it is written what to do, by path in the repository. */
export const runbookOf = (kind: AlarmKind): string => `docs/operations/runbooks/${kind}.md`;
