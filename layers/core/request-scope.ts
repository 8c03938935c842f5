import { unavailable } from './errors.ts';
import { monotonic } from './monotonic.ts';

/** What a request has asked of AWS so far. */
export interface Spent {
  /** Attempts that left for DynamoDB, and calls to other services, whose clients repeat them by themselves. */
  awsCalls: number;
  /** Capacity units of DynamoDB, as its answers told them. */
  readUnits: number;
  writeUnits: number;
}

/** What holds for everything that is done for one request, however deep, without being handed down. */
export interface RequestScope {
  /** On the clock of `monotonic()`. */
  readonly endsAt: number;
  readonly traceId: string;
  /** What is told of the end; undefined once it has come. */
  calls: Set<EndCall> | undefined;
  readonly spent: Spent;
  /** Rows that are being read before they are asked for, by table and key. */
  ahead?: Map<string, Promise<unknown>>;
  /** Set once the token is verified. */
  callerId?: string;
}

/** Ends a call to a dependency, with the error that its caller is to get. */
export type EndCall = (reason: Error) => void;

/** Asked for by name, a built-in module costs the layer's file nothing: 12 us, and 40 for the storage. */
const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks');
const scopes = new AsyncLocalStorage<RequestScope>();

/** One for all: a request whose answer is made in time ends its calls too, and a new error would have a stack to take. */
const OVER = unavailable('deadline.exceeded', 'This took too long; repeat the request.', undefined);

export const nothingSpent = (): Spent => ({ awsCalls: 0, readUnits: 0, writeUnits: 0 });

/**
 * Runs `work` for at most `ms` milliseconds. What has not settled by then is abandoned, even where it ignores its end:
 * throws 503 `deadline.exceeded`. No call to a dependency goes on after that, nor after the answer. What it asks of AWS is
 * added to `spent`.
 *
 * @example const answer = await withRequestScope({ ms: context.getRemainingTimeInMillis() - 500, traceId }, () => serve(event));
 */
export async function withRequestScope<T>(
  { ms, traceId, spent = nothingSpent() }: { readonly ms: number; readonly traceId: string; readonly spent?: Spent },
  work: () => Promise<T>,
): Promise<T> {
  const scope: RequestScope = { endsAt: monotonic() + ms, traceId, spent, calls: new Set() };
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(OVER), Math.max(ms, 0));
  });
  try {
    return await Promise.race([scopes.run(scope, work), ended]);
  } finally {
    clearTimeout(timer);
    const { calls = [] } = scope;
    scope.calls = undefined;
    delete scope.ahead; // a socket that was opened for it keeps its scope as long as it lives
    for (const end of calls) end(OVER);
  }
}

/** The scope of the request that is being served; none in scripts, tests and workers that open none. */
export const requestScope = (): RequestScope | undefined => scopes.getStore();

/** Whether a request has been answered or its time is up: what fails then says nothing about a dependency. */
export const isOver = (scope: RequestScope | undefined): boolean =>
  scope !== undefined && (scope.calls === undefined || scope.endsAt <= monotonic());

/**
 * For a call to a dependency: has `end` called if the request is over before the call. Gives what the call has to do when it
 * is done. Throws 503 `deadline.exceeded` when the request is over already.
 *
 * @example const done = whenRequestEnds((reason) => socket.destroy(reason));
 */
export function whenRequestEnds(end: EndCall): () => void {
  const scope = requestScope();
  if (isOver(scope)) throw OVER;
  const calls = scope?.calls?.add(end);
  return () => calls?.delete(end);
}

/** The same for what takes a signal, as the AWS SDK does. */
export function callSignal(): AbortSignal | undefined {
  if (requestScope() === undefined) return undefined;
  const controller = new AbortController();
  whenRequestEnds((reason) => controller.abort(reason));
  return controller.signal;
}

/** Counts a call that leaves for AWS; nothing outside a request. */
export function countCall(): void {
  const scope = requestScope();
  if (scope !== undefined) scope.spent.awsCalls += 1;
}

/** Who wrote a row and in which request, for the change feed; nothing where nobody is known. */
export function writtenBy(): { readonly by?: string; readonly traceId?: string } {
  const { callerId: by, traceId } = requestScope() ?? {};
  return { ...(by && { by }), ...(traceId && { traceId }) };
}
