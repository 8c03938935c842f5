import { observedNow, type Span } from './observer.ts';

export interface SpanRecorder {
  /** Begins a span of the running invocation; gives what ends it, with the name of the error if it failed. */
  open(span: Omit<Span, 'startedAt' | 'endedAt' | 'error'>): (error?: string) => void;
  /** Forgets what an earlier invocation has left. */
  begin(): void;
  /** The spans so far, in the order in which they began. */
  take(): readonly Span[];
}

/** A request makes some twenty; a batch of a stream as many as it has records, and more. */
const MAX_SPANS = 300;

/** For a container, which has one invocation at a time: a span is that of the one in which it began. */
export function createSpanRecorder(): SpanRecorder {
  let spans: Span[] = [];
  return {
    open(span) {
      const own = spans;
      if (own.length >= MAX_SPANS) return () => undefined;
      const at = own.push({ ...span, startedAt: observedNow(), endedAt: undefined }) - 1;
      return (error) => {
        const begun = own[at];
        if (begun === undefined) return;
        own[at] = { ...begun, endedAt: observedNow(), ...(error === undefined ? {} : { error }) };
      };
    },
    begin() {
      spans = [];
    },
    take: () => [...spans],
  };
}
