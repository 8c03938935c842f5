/**
 * Milliseconds of a clock that is never set, to take differences of. Node loads `node:perf_hooks` for the first
 * `performance.now()`: 3 ms of a cold start, which `process.hrtime` does not cost.
 */
export function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
