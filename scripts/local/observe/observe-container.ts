import { getHeapStatistics } from 'node:v8';
import type { ContainerLine, Invocation, Observed, WorkerMessage } from '../gateway/function-worker.ts';
import { observeCalls, sampled } from './observe-calls.ts';
import { TIME_MIDDLEWARE } from './observed-chains.ts';
import { observedNow } from './observer.ts';
import { createSpanRecorder } from './span-recorder.ts';
import { timeMiddleware } from './time-middleware.ts';
import { watchOutput } from './watch-output.ts';

export interface ContainerObservation {
  begin(requestId: string): void;
  end(): Omit<Observed, 'startedAt'>;
}

const MEGABYTE = 1024 * 1024;
/** What CloudWatch took of an event for years; what is longer stands whole in the terminal. */
const MAX_LINE = 256 * 1024;
/** Most lines are written just before the answer, and go with it: a message of their own costs as much as all else here. */
const TELL_MS = 50;

/** Watches what the handler of this thread does; to be called before it is loaded. */
export function observeContainer(file: string, post: (message: WorkerMessage) => void): ContainerObservation {
  const recorder = createSpanRecorder();
  Object.assign(globalThis, { [Symbol.for(TIME_MIDDLEWARE)]: timeMiddleware(recorder) });
  observeCalls(file, recorder);
  let current: string | undefined;
  let lines: ContainerLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  const takeLines = (): readonly ContainerLine[] => {
    clearTimeout(timer);
    timer = undefined;
    const taken = lines;
    lines = [];
    return taken;
  };
  const tellLines = (): void => {
    if (lines.length > 0) post({ type: 'lines', lines: takeLines() });
  };
  watchOutput((text) => {
    lines.push({ requestId: current, time: observedNow(), text: text.slice(0, MAX_LINE) });
    timer ??= setTimeout(tellLines, TELL_MS).unref();
  });
  process.once('exit', tellLines); // of a handler that ends its process
  return {
    begin(requestId) {
      current = requestId;
      recorder.begin();
    },
    end() {
      // Not cleared: what is written after the answer belongs to this request, as far as anybody can tell.
      return { endedAt: observedNow(), usedMegabytes: usedMegabytes(), spans: recorder.take(), lines: takeLines() };
    },
  };
}

/** Sampled: whatever the caller wishes, its calls are recorded. */
export const traced = (invocation: Invocation): Invocation => ({
  ...invocation,
  traceHeader: sampled(invocation.traceHeader),
});

/** Of this thread only, without what the process of all containers uses. */
function usedMegabytes(): number {
  const { total_heap_size, external_memory } = getHeapStatistics();
  return Math.round(((total_heap_size + external_memory) / MEGABYTE) * 10) / 10;
}
