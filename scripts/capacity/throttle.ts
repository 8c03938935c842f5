export interface Throttle {
  /** Requests per second. */
  readonly rate: number;
  readonly burst: number;
}

/** How many of a day's requests the gateway's token bucket refuses, when they come as in `requests`, second by second. */
export function refusedByThrottle(requests: Float64Array, { rate, burst }: Throttle): number {
  let [tokens, refused] = [burst, 0];
  for (const wanted of requests) {
    tokens = Math.min(burst, tokens + rate);
    const served = Math.min(wanted, tokens);
    tokens -= served;
    refused += wanted - served;
  }
  return refused;
}
