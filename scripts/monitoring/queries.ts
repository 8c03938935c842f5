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
 * (a service without a stream has no `batch`) costs nothing until it is run.
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
    name: 'slow-requests',
    title: 'The slowest requests',
    query: `fields @timestamp, route, method, status, duration, coldStart, readUnits, writeUnits, requestId, traceId
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
    name: 'cold-starts',
    title: 'Starts of containers and how long they took, by function and 5 minutes',
    query: `filter @type = "REPORT" and ispresent(@initDuration)
| stats count(*) as starts, pct(@initDuration, 50) as p50, max(@initDuration) as longest by @log, bin(5m)`,
  },
  {
    name: 'memory-used',
    title: 'Memory used of what each function has, MB',
    query: `filter @type = "REPORT"
| stats max(@maxMemoryUsed / 1000000) as used, max(@memorySize / 1000000) as allotted by @log`,
  },
  {
    name: 'failed-batches',
    title: 'Batches of a stream that have to come again, with their causes',
    query: `fields @timestamp, records, again, error.name, error.message, error.cause.message, eventId, sequenceNumber
| filter message = "batch" and again > 0
| sort @timestamp desc
| limit 50`,
  },
];
