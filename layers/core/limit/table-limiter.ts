import { createRateLimiter, type RateLimiterOptions } from './create-rate-limiter.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { createRateMeter, type RateMeterOptions } from './rate-meter.ts';

export interface TableLimiterOptions extends RateMeterOptions, Omit<RateLimiterOptions, 'meter'> {}

/** Counts in the container, over meters in the ephemeral table. */
export const tableLimiter = (options: TableLimiterOptions): RateLimiter =>
  createRateLimiter({ ...options, meter: createRateMeter(options) });
