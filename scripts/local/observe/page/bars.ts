import type { Span } from '../observer.ts';
import type { EntryDetails } from '../recorder.ts';
import { functionName } from './format.ts';

/** A bar of the waterfall, in milliseconds from its left edge. */
export interface Bar {
  readonly label: string;
  /** What colours it. */
  readonly kind: 'gateway' | 'init' | 'wait' | 'function' | Span['kind'];
  readonly start: number;
  readonly length: number;
  readonly depth: number;
  /** What is said beside its time. */
  readonly notes: readonly string[];
}

export interface Waterfall {
  /** Milliseconds from the left edge to the right. */
  readonly length: number;
  readonly bars: readonly Bar[];
}

/** Below this nobody waited: it is what asking a warm container takes. */
const LEAST_WAIT_MS = 1;

/**
 * What happened when: the request at the gateway, the start of the container, the wait for it, the function, and in it
 * middleware, handler and calls. A container that stood ready before it was asked has its start put before the request, as X-Ray does.
 */
export function waterfall({ entry, invocation, spans }: EntryDetails): Waterfall {
  const ended = Math.max(entry.time + entry.milliseconds, invocation?.endedAt ?? 0);
  const init = invocation?.init;
  const initLength = init === undefined ? 0 : init.endedAt - init.startedAt;
  const early = init !== undefined && init.endedAt <= entry.time;
  const from = early ? entry.time - initLength : Math.min(entry.time, init?.startedAt ?? entry.time);
  const bar = (label: string, kind: Bar['kind'], start: number, end: number, more: Partial<Bar> = {}): Bar => ({
    ...{ label, kind, start: start - from, length: Math.max(end - start, 0), depth: 0, notes: [] },
    ...more,
  });
  const bars = [
    bar(entry.kind === 'batch' ? 'batch' : 'request', 'gateway', entry.time, entry.time + entry.milliseconds),
  ];
  if (init !== undefined) {
    const notes = early ? [`ready ${readyFor(entry.time - init.endedAt)} before`] : [];
    const start = early ? from : init.startedAt;
    bars.push(bar('init', 'init', start, start + initLength, { notes }));
  }
  if (invocation !== undefined) {
    const { askedAt, startedAt, endedAt } = invocation;
    if (startedAt - askedAt >= LEAST_WAIT_MS)
      bars.push(bar('wait for a container', 'wait', askedAt, startedAt, { depth: 1 }));
    bars.push(bar(functionName(entry.functionName ?? 'function'), 'function', startedAt, endedAt, { depth: 1 }));
    for (const span of spans) {
      const depth = 2 + spans.filter((other) => encloses(other, span)).length;
      bars.push(
        bar(labelOf(span), span.kind, span.startedAt, span.endedAt ?? endedAt, { depth, notes: notesOf(span) }),
      );
    }
  }
  return { length: ended - from, bars };
}

/** Calls run side by side, so one of them is under nothing but what waits for it. */
const encloses = (outer: Span, inner: Span): boolean =>
  outer !== inner &&
  outer.kind !== 'aws' &&
  outer.startedAt <= inner.startedAt &&
  (outer.endedAt ?? Number.POSITIVE_INFINITY) >= (inner.endedAt ?? Number.POSITIVE_INFINITY);

const labelOf = ({ name, phase }: Span): string =>
  phase === undefined || phase === 'before' ? name : `${name} (${phase})`;

const notesOf = ({ table, error, endedAt }: Span): readonly string[] =>
  [table, error, endedAt === undefined ? 'not ended' : undefined].filter((note) => note !== undefined);

const readyFor = (milliseconds: number): string =>
  milliseconds < 90_000 ? `${Math.round(milliseconds / 1_000)} s` : `${Math.round(milliseconds / 60_000)} min`;
