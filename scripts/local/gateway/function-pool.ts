import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describeInvocation } from '../observe/describe-invocation.ts';
import { type Observer, observedNow } from '../observe/observer.ts';
import type {
  ContainerLine,
  Invocation,
  Observed,
  ResultMessage,
  WorkerMessage,
  WorkerSettings,
} from './function-worker.ts';

export interface PoolOptions extends Omit<WorkerSettings, 'isObserved'> {
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Containers at most; further requests wait. @default 4 */
  readonly maxWorkers?: number;
  /** For what a developer must see: a handler that threw, timed out or cannot be loaded. */
  readonly report: (message: string) => void;
  /** Told of each invocation, and of what the function writes. @default nobody is */
  readonly observer?: Observer | undefined;
}

export type InvocationResult =
  | { readonly outcome: 'ok'; readonly result: string | undefined }
  | { readonly outcome: 'failed' | 'timed-out' };

/** Runs one function as Lambda does: each worker is a container that takes one request at a time and stays warm. */
export interface FunctionPool {
  invoke(event: unknown, requestId: string, traceHeader?: string): Promise<InvocationResult>;
  /** Starts a container before the first request needs it; resolves when its module is loaded or has failed to. */
  warm(): Promise<void>;
  /** Takes no new request, lets the running ones end, and stops its containers. */
  retire(): Promise<void>;
}

interface Container {
  readonly worker: Worker;
  readonly openedAt: number;
  readyAt: number;
  invocations: number;
  /** The error text of a failed load, undefined when the handler stands ready. */
  readonly loaded: Promise<string | undefined>;
  finish: ((message: ResultMessage) => void) | undefined;
}

type Asked = Omit<Invocation, 'deadline'>;

interface Attempted {
  readonly result: InvocationResult;
  /** Undefined when the handler cannot be loaded. */
  readonly sentAt?: number;
  readonly observed?: Observed | undefined;
}

const WORKER = join(import.meta.dirname, 'function-worker.ts');

/** That of this process, which a thread with an environment of its own knows nothing of: half of what its start takes. */
function compileCache(): Readonly<Record<string, string>> {
  const folder = process.env['NODE_COMPILE_CACHE'];
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

export function createFunctionPool({
  environment,
  timeoutSeconds,
  maxWorkers = 4,
  report,
  observer,
  ...settings
}: PoolOptions): FunctionPool {
  const idle: Container[] = [];
  const all = new Set<Container>();
  const waiting: ((container: Container) => void)[] = [];
  let running = 0;
  let retired: (() => void) | undefined;
  let lastLoadError: string | undefined;

  const tell = (lines: readonly ContainerLine[] = []): void => {
    for (const line of lines) observer?.wrote({ functionName: settings.functionName, ...line });
  };
  const open = (): Container => {
    const openedAt = observedNow();
    const workerData: WorkerSettings = { ...settings, isObserved: observer !== undefined };
    const worker = new Worker(WORKER, { workerData, env: { ...environment, ...compileCache() }, stdin: false });
    const loading = Promise.withResolvers<string | undefined>();
    const container: Container = {
      worker,
      openedAt,
      readyAt: openedAt,
      invocations: 0,
      loaded: loading.promise,
      finish: undefined,
    };
    const lost = (error: string): void => {
      all.delete(container);
      const at = idle.indexOf(container);
      if (at !== -1) idle.splice(at, 1);
      loading.resolve(error);
      container.finish?.({ type: 'result', error });
    };
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'lines') tell(message.lines);
      else if (message.type === 'init') {
        container.readyAt = observedNow();
        loading.resolve(message.error);
      } else {
        tell(message.observed?.lines);
        container.finish?.(message);
      }
    });
    worker.on('error', (error: unknown) =>
      lost(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    worker.on('exit', (code) => lost(`the handler ended its process with code ${code}`));
    all.add(container);
    return container;
  };
  const close = async (container: Container): Promise<void> => {
    all.delete(container);
    container.worker
      .removeAllListeners('error')
      .removeAllListeners('exit')
      .on('error', () => undefined);
    await container.worker.terminate();
  };
  const acquire = (): Promise<Container> => {
    const free = idle.pop() ?? (all.size < maxWorkers ? open() : undefined);
    return free === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(free);
  };
  /** A container that is gone leaves a place, which the next in line fills with a new one. */
  const release = (container: Container): void => {
    const next = waiting.shift();
    if (next !== undefined) next(all.has(container) ? container : open());
    else if (all.has(container)) idle.push(container);
  };
  const run = (container: Container, invocation: Invocation): Promise<ResultMessage | undefined> => {
    const done = Promise.withResolvers<ResultMessage | undefined>();
    const timer = setTimeout(() => done.resolve(undefined), invocation.deadline - Date.now());
    container.finish = done.resolve;
    container.worker.postMessage(invocation);
    return done.promise.finally(() => {
      clearTimeout(timer);
      container.finish = undefined;
    });
  };
  const attempt = async (container: Container, asked: Asked): Promise<Attempted> => {
    const loadError = await container.loaded;
    if (loadError !== undefined) {
      if (loadError !== lastLoadError) report(`${settings.functionName} cannot be loaded: ${loadError}`);
      lastLoadError = loadError;
      await close(container);
      return { result: { outcome: 'failed' } };
    }
    const sentAt = observedNow();
    const message = await run(container, { ...asked, deadline: Date.now() + timeoutSeconds * 1000 });
    if (message === undefined) {
      report(`${settings.functionName} timed out after ${timeoutSeconds} s (request ${asked.requestId})`);
      await close(container);
      return { result: { outcome: 'timed-out' }, sentAt };
    }
    const { observed } = message;
    if (message.error === undefined) return { result: { outcome: 'ok', result: message.result }, sentAt, observed };
    report(`${settings.functionName} failed (request ${asked.requestId}): ${message.error}`);
    return { result: { outcome: 'failed' }, sentAt, observed };
  };
  const serve = async (asked: Asked): Promise<InvocationResult> => {
    const askedAt = observedNow();
    const container = await acquire();
    container.invocations += 1;
    try {
      const { result, ...seen } = await attempt(container, asked);
      observer?.invoked(describeInvocation({ ...settings, ...asked, askedAt, container, ...result, ...seen }));
      return result;
    } finally {
      release(container);
    }
  };
  return {
    async invoke(event, requestId, traceHeader) {
      running++;
      try {
        return await serve({ event, requestId, traceHeader });
      } finally {
        running--;
        if (running === 0) retired?.();
      }
    },
    async warm() {
      const container = await acquire();
      await container.loaded;
      release(container);
    },
    async retire() {
      if (running > 0) await new Promise<void>((resolve) => (retired = resolve));
      await Promise.all([...all].map(close));
      idle.length = 0;
    },
  };
}
