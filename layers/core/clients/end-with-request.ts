import { callSignal } from '../request-scope.ts';

/**
 * Option of an AWS SDK call: all its attempts and pauses together end with the request. Throws 503 `deadline.exceeded` when
 * no time is left.
 */
export function endWithRequest(): { readonly abortSignal?: AbortSignal } {
  const abortSignal = callSignal();
  return abortSignal === undefined ? {} : { abortSignal };
}
