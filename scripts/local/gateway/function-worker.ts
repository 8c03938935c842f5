import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { observedNow, type Span, type WrittenLine } from '../observe/observer.ts';

/** What the pool asks of a worker. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  readonly deadline: number;
  readonly traceHeader: string | undefined;
}

/** What was seen of an invocation, from within. */
export interface Observed {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly usedMegabytes: number;
  readonly spans: readonly Span[];
  /** That were not told of before. */
  readonly lines: readonly ContainerLine[];
}

/** A line that the handler wrote, while it served that request. */
export type ContainerLine = Omit<WrittenLine, 'functionName'>;

export interface ResultMessage {
  readonly type: 'result';
  readonly result?: string | undefined;
  readonly error?: string;
  readonly observed?: Observed | undefined;
}

/**
 * What a worker answers. `init` comes once, when the handler's module has been loaded or has failed to; `lines` when the
 * handler writes and its answer is not near, if that is wanted.
 */
export type WorkerMessage =
  | { readonly type: 'init'; readonly error?: string }
  | { readonly type: 'lines'; readonly lines: readonly ContainerLine[] }
  | ResultMessage;

export interface WorkerSettings {
  readonly file: string;
  /** The export of the module: `handler`. */
  readonly export: string;
  readonly functionName: string;
  readonly memoryMegabytes: number;
  /** Tells what the handler writes and does. @default false */
  readonly isObserved?: boolean;
}

type Handler = (event: unknown, context: unknown) => unknown;

const settings = workerData as WorkerSettings; // the pool passes nothing else

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function loadHandler(): Handler {
  const module = createRequire(settings.file)(settings.file) as Readonly<Record<string, unknown>>; // a CommonJS bundle
  const handler = module[settings.export];
  if (typeof handler !== 'function') throw new Error(`${settings.file} has no export "${settings.export}"`);
  return handler as Handler; // Lambda calls whatever function it finds
}

/** The context object of Lambda's Node.js runtime. */
function context({ requestId, deadline }: Invocation): object {
  return {
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:000000000000:function:${settings.functionName}`,
    memoryLimitInMB: String(settings.memoryMegabytes),
    logGroupName: `/aws/lambda/${settings.functionName}`,
    logStreamName: 'local',
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function invoke(handler: Handler, invocation: Invocation): Promise<ResultMessage> {
  try {
    if (invocation.traceHeader === undefined) delete process.env['_X_AMZN_TRACE_ID'];
    else process.env['_X_AMZN_TRACE_ID'] = invocation.traceHeader;
    const result = await handler(invocation.event, context(invocation));
    return { type: 'result', result: JSON.stringify(result) };
  } catch (error) {
    return { type: 'result', error: describe(error) };
  }
}

const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

/** One invocation at a time, as in Lambda: the pool sends the next only after the answer. */
async function main(): Promise<void> {
  delete process.env['NODE_COMPILE_CACHE']; // of the pool: it has served, and is no part of a function's environment
  // What observes is loaded only where it is wanted.
  const observing = settings.isObserved ? await import('../observe/observe-container.ts') : undefined;
  const observation = observing?.observeContainer(settings.file, post);
  try {
    const handler = loadHandler();
    parentPort?.on('message', async (invocation: Invocation) => {
      observation?.begin(invocation.requestId);
      const startedAt = observedNow();
      const answer = await invoke(handler, observing === undefined ? invocation : observing.traced(invocation));
      post(observation === undefined ? answer : { ...answer, observed: { startedAt, ...observation.end() } });
    });
    post({ type: 'init' });
  } catch (error) {
    post({ type: 'init', error: describe(error) });
  }
}

await main();
