/** Entry of the layer: how often a caller may ask. Loaded when a container's second request needs it. */
export { createRateLimiter, type RateLimiterOptions } from './limit/create-rate-limiter.ts';
export { type RateLimiter, type RateStanding, unlimited } from './limit/rate-limiter.ts';
export { type Charge, createRateMeter, type RateMeter } from './limit/rate-meter.ts';
export type { RatePolicies, RatePolicy, RouteClass } from './limit/rate-policies.ts';
export { tableLimiter } from './limit/table-limiter.ts';
