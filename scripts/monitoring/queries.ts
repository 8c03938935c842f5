/** A question to the logs of a service, kept in CloudWatch Logs Insights and named in runbooks. */
export interface SavedQuery {
  /** Permanent, kebab-case; in the console `gymcoach/<stage>/<service>/<name>`. */
  readonly name: string;
  /** What it tells, in a few words. */
  readonly title: string;
  /** In the query language of Logs Insights, over the log groups of one service's functions. */
  readonly query: string;
}

/**
 * Every service's stack gets each of them over its own functions' logs. What a query of one kind of function finds nothing in
 * (a service without a stream has no `batch`) costs nothing until it is run. Locally: `npm run logs -- --query <name>`.
 */
export const queries: readonly SavedQuery[] = [
  {
    name: 'failed-requests',
    title: 'Requests answered with 5xx, newest first, with their causes',
    query: `fields @timestamp, route, method, status, code, error.name, error.message, error.cause.message, requestId, traceId
| filter message = "request" and status >= 500
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'errors-by-cause',
    title: 'Requests answered with 5xx, by cause, each with an example',
    query: `filter message = "request" and status >= 500
| stats count(*) as failures, latest(requestId) as example by status, code, error.name, error.message, error.cause.name, error.cause.cause.name
| sort failures desc
| limit 50`,
  },
  {
    name: 'slow-requests',
    title: 'The slowest requests',
    query: `fields @timestamp, route, method, status, duration, coldStart, awsCalls, readUnits, writeUnits, requestId, traceId
| filter message = "request"
| sort duration desc
| limit 50`,
  },
  {
    name: 'durations-by-route',
    title: 'Requests and duration percentiles of each route',
    query: `filter message = "request"
| stats count(*) as requests, pct(duration, 50) as p50, pct(duration, 95) as p95, pct(duration, 99) as p99 by method, route
| sort p99 desc`,
  },
  {
    name: 'refusals-by-code',
    title: 'Requests that were refused, by code',
    query: `filter message = "request" and status >= 400 and status < 500
| stats count(*) as refusals by status, code, route
| sort refusals desc
| limit 50`,
  },
  {
    name: 'refused-tokens',
    title: 'Why tokens were refused, each reason with an example',
    query: `filter message = "request" and status = 401
| fields substr(error, 0, 31) as reason
| stats count(*) as refusals, latest(requestId) as example by reason, route
| sort refusals desc
| limit 50`,
  },
  {
    name: 'limited-callers',
    title: 'Callers who were over their rate limit',
    query: `filter message = "request" and status = 429
| stats count(*) as refusals, count_distinct(route) as routes by userId
| sort refusals desc
| limit 20`,
  },
  {
    name: 'limiter-failures',
    title: 'Why the rate limiter could not tell',
    query: `fields @timestamp, routeClass, error.name, error.message, error.cause.name, error.cause.message
| filter message = "a rate limit could not be checked"
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'busiest-callers',
    title: 'Who asks most, and what that takes of the tables',
    query: `filter message = "request" and ispresent(userId)
| stats count(*) as requests, sum(awsCalls) as calls, sum(readUnits) as readUnits, sum(writeUnits) as writeUnits by userId
| sort requests desc
| limit 20`,
  },
  {
    name: 'units-by-route',
    title: 'What each route takes of the tables',
    query: `filter message = "request"
| stats count(*) as requests, avg(awsCalls) as calls, sum(readUnits) as readUnits, sum(writeUnits) as writeUnits by method, route
| sort writeUnits desc, readUnits desc`,
  },
  {
    name: 'throttled-calls',
    title: 'What DynamoDB refused for being too much',
    query: `fields @timestamp, @log, message, route, status, code, requestId
| filter @message like /ProvisionedThroughputExceeded|ThrottlingException|RequestLimitExceeded|Throttling"/
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'cold-starts',
    title: 'Starts of containers and how long they took, by function and 5 minutes',
    query: `filter @type = "REPORT" and ispresent(@initDuration)
| stats count(*) as starts, pct(@initDuration, 50) as p50, max(@initDuration) as longest by @log, bin(5m)`,
  },
  {
    name: 'cold-start-share',
    title: 'How many requests began with the start of a container, by 5 minutes',
    query: `filter message = "request"
| stats count(*) as requests, sum(coldStart) as cold, sum(coldStart) / count(*) * 100 as percent by bin(5m) as since
| sort since desc`,
  },
  {
    name: 'unprimed-starts',
    title: 'Containers that were not ready for their first request, and why',
    query: `fields @timestamp, @log, error.name, error.code, error.message, error.cause.message
| filter message = "a container could not be primed"
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'memory-used',
    title: 'Memory used of what each function has, MB',
    query: `filter @type = "REPORT"
| stats max(@maxMemoryUsed / 1000000) as used, max(@memorySize / 1000000) as allotted by @log`,
  },
  {
    name: 'function-failures',
    title: 'Invocations that ended without an answer: out of time, out of memory, not loaded',
    query: `fields @timestamp, @log, @requestId, @duration, @message
| filter @message like /Status: (timeout|error)|Task timed out|Runtime exited/
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'batches',
    title: 'What became of the records of a stream, by 5 minutes',
    query: `filter message = "batch"
| stats count(*) as batches, sum(records) as records, sum(numbered) as numbered, sum(repeated) as repeated, sum(ignored) as ignored, sum(poison) as poison, sum(again) as again, max(duration) as longest by bin(5m) as since
| sort since desc`,
  },
  {
    name: 'failed-batches',
    title: 'Batches of a stream that have to come again, with their causes',
    query: `fields @timestamp, records, again, error.name, error.message, error.cause.message, eventId, sequenceNumber
| filter message = "batch" and again > 0
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'put-aside-records',
    title: 'Records that cannot be processed and lie in the queue, with their causes',
    query: `fields @timestamp, error.name, error.message, error.cause.message, eventId, sequenceNumber, lambdaRequestId
| filter message = "a record cannot be processed and was put aside"
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'canary-failures',
    title: 'Failed runs of the canary: at which step and why',
    query: `fields @timestamp, failedAt, reason, canaryDuration, lambdaRequestId
| filter message = "canary" and canaryFailed = 1
| sort @timestamp desc
| limit 50`,
  },
  {
    name: 'other-problems',
    title: 'Warnings and errors beside those of requests and batches',
    query: `filter level in ["warn", "error"] and message not in ["request", "batch"]
| stats count(*) as lines, latest(@timestamp) as last by level, message, error.name, error.message
| sort lines desc
| limit 50`,
  },
  {
    name: 'one-request',
    title: 'Everything about one request: put its id in place of REQUEST-ID',
    query: `fields @timestamp, @log, @message
| filter requestId = "REQUEST-ID" or lambdaRequestId = "REQUEST-ID" or @requestId = "REQUEST-ID" or traceId = "REQUEST-ID"
| sort @timestamp
| limit 50`,
  },
];
