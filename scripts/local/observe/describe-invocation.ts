import type { Observed } from '../gateway/function-worker.ts';
import { type Invocation, observedNow } from './observer.ts';

/** What the pool knows when an invocation is over. */
export interface EndedInvocation {
  readonly functionName: string;
  readonly memoryMegabytes: number;
  readonly requestId: string;
  readonly event: unknown;
  readonly outcome: Invocation['outcome'];
  readonly askedAt: number;
  /** Undefined when the handler cannot be loaded. */
  readonly sentAt?: number;
  /** Undefined when the container did not answer. */
  readonly observed?: Observed | undefined;
  readonly container: { readonly openedAt: number; readonly readyAt: number; readonly invocations: number };
}

/** Puts together what the pool and the container have seen; of a container that did not answer, the pool's times count. */
export function describeInvocation({ event, sentAt, observed, container, ...known }: EndedInvocation): Invocation {
  const { functionName, memoryMegabytes, requestId, outcome, askedAt } = known;
  const now = observedNow();
  const { startedAt, endedAt, usedMegabytes, spans } = observed ?? {
    ...{ startedAt: sentAt ?? now, endedAt: now, usedMegabytes: 0, spans: [] },
  };
  return {
    ...{ functionName, memoryMegabytes, requestId, outcome, askedAt, startedAt, endedAt, usedMegabytes, spans },
    ...(container.invocations === 1 ? { init: { startedAt: container.openedAt, endedAt: container.readyAt } } : {}),
    ...recordsOf(event),
  };
}

/** A batch of a stream has `Records`; a request has none. */
function recordsOf(event: unknown): { readonly records?: number } {
  if (typeof event !== 'object' || event === null || !('Records' in event)) return {};
  return Array.isArray(event.Records) ? { records: event.Records.length } : {};
}
