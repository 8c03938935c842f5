/** What a day that is well looks like beyond the capacity model. Nobody has measured these: see the reasons. */
export const ASSUMED = {
  /** As the benchmark measured it in November 2026, rounded, milliseconds; fixed here, so that a benchmark draws no picture anew. */
  measured: { init: 80, firstRequest: 7, warmRequest: 0.66 },
  /** Of requests that end with 5xx: a dependency that is slow for a moment. */
  failures: 0.00001,
  /** Of requests with a token that is over: one of the 22 that an active user sends in a day. */
  unauthorized: 0.045,
  /** Of requests that are refused otherwise: 404 before there is a profile, 412, 400. */
  refused: 0.01,
  /** Of requests that leave a trace in the audit trail: refusals of the decision, mostly. */
  audited: 0.001,
  /** Of requests that pass uncounted. */
  limiterErrors: 0.000_01,
  /** Spread of durations, as the standard deviation of their logarithm: the slowest of a hundred takes 3.2 means. */
  spread: 0.6,
  /** What the gateway adds to a function's duration, milliseconds. */
  gatewayMs: 9,
  /** How old a record of the stream is when its batch begins, milliseconds. */
  streamMs: [250, 1_400],
  /** Megabytes of a container: see the benchmark's peak RSS. */
  memoryMb: [88, 112],
} as const;
