import { isOver, type RequestScope, requestScope } from '../request-scope.ts';

interface Reading<T> {
  readonly value: Promise<T>;
  readonly scope: RequestScope | undefined;
  done?: true;
}

/**
 * One read for all requests that wait for it; a success stays. The read ends with the request that began it: whoever has
 * waited for it in vain begins it anew, and one that hangs on after its request is waited for by nobody.
 *
 * @example const secrets = sharedRead(() => loadSecrets(table));
 */
export function sharedRead<T>(read: () => Promise<T>): () => Promise<T> {
  let current: Reading<T> | undefined;
  const get = (): Promise<T> => {
    const own = requestScope();
    if (current !== undefined && (current.done || !isOver(current.scope))) {
      const { value, scope } = current;
      if (current.done || scope === own) return value;
      return value.catch((error: unknown) => {
        if (isOver(scope)) return get();
        throw error;
      });
    }
    const begun: Reading<T> = { value: read(), scope: own };
    current = begun;
    begun.value.then(
      () => {
        begun.done = true;
      },
      () => {
        if (current === begun) current = undefined;
      },
    );
    return begun.value;
  };
  return get;
}
