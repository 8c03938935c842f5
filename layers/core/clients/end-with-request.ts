import { callSignal, countCall } from '../request-scope.ts';

/**
 * Option of an AWS SDK call, one for each: all its attempts and pauses together end with the request, among whose calls
 * it is counted. Throws 503 `deadline.exceeded` when
 * no time is left.
 */
export function endWithRequest(): { readonly abortSignal?: AbortSignal } {
  const abortSignal = callSignal();
  countCall();
  return abortSignal === undefined ? {} : { abortSignal };
}
