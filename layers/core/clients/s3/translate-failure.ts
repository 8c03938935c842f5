import { unavailable } from '../../errors.ts';

const NETWORK = /^(?:E[A-Z_]+|ERR_[A-Z_]+)$/;
const BUSY = new Set([
  'AbortError', // ended with its request
  'RequestTimeout',
  'SlowDown',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
]);

/** S3 says so only to a role that may list the bucket: without `s3:ListBucket` an absent key is 403, as a forbidden one. */
export const isAbsent = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchKey';

/** S3 that is down, slow or out of reach, after the SDK's own repetitions, becomes 503; every other error stays a bug. */
export function orUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // Set by the SDK and by node's sockets; absent on other errors.
  const { $metadata, code } = error as { $metadata?: { httpStatusCode?: number }; code?: unknown };
  const status = $metadata?.httpStatusCode ?? 0;
  const network = typeof code === 'string' && NETWORK.test(code);
  if (status < 500 && status !== 429 && !network && !BUSY.has(error.name)) return error;
  return unavailable(
    'dependency.unavailable',
    'A service that this request needs is not available at the moment.',
    error,
  );
}
