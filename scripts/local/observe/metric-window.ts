import type { Invocation } from './observer.ts';

/** What the charts show of five seconds; what is nothing or empty is left out. */
export interface MetricPoint {
  /** When they began, in milliseconds since the epoch. */
  readonly time: number;
  readonly requests?: number;
  /** Answers that were refusals or failures, by kind: `unauthenticated`, `too-many-requests`, `internal`. */
  readonly errors?: Readonly<Record<string, number>>;
  /** Of functions, in milliseconds. */
  readonly duration?: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly coldStarts?: number;
  /** Megabytes at most, by function. */
  readonly memory?: Readonly<Record<string, number>>;
  /** Sums of what functions write as metrics (EMF), by name. Those of stream workers are apart, for they count other things. */
  readonly metrics?: Readonly<Record<string, number>>;
  readonly batches?: Readonly<Record<string, number>>;
}

export interface MetricWindow {
  answered(time: number, status: number): void;
  invoked(invocation: Invocation): void;
  /** The fields of a log line that is one of metrics, too. */
  measured(time: number, line: Readonly<Record<string, unknown>>): void;
  /** Of the last five minutes, oldest first. */
  points(now: number): readonly MetricPoint[];
}

export const STEP_MS = 5_000;
export const WINDOW_MS = 300_000;
/** Enough for percentiles; under more load they are those of a sample. */
const MAX_DURATIONS = 1_000;
/** Names come from our own functions; should one be made of data, memory stays bounded all the same. */
const MAX_NAMES = 40;

const KINDS: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  409: 'conflict',
  410: 'gone',
  412: 'precondition-failed',
  413: 'too-large',
  415: 'unsupported-media',
  422: 'unprocessable',
  428: 'precondition-required',
  429: 'too-many-requests',
  431: 'too-large',
  503: 'unavailable',
};

interface Bucket {
  readonly time: number;
  requests: number;
  coldStarts: number;
  seen: number;
  readonly durations: number[];
  readonly errors: Map<string, number>;
  readonly memory: Map<string, number>;
  readonly metrics: Map<string, number>;
  readonly batches: Map<string, number>;
}

/** Figures of the last five minutes in steps of five seconds; `random` chooses which durations stay under much load. */
export function createMetricWindow(random: () => number = Math.random): MetricWindow {
  const buckets = new Map<number, Bucket>();

  const bucketAt = (time: number): Bucket => {
    const begun = time - (time % STEP_MS);
    const found = buckets.get(begun);
    if (found !== undefined) return found;
    for (const old of buckets.keys()) if (old < begun - WINDOW_MS) buckets.delete(old);
    const made = newBucket(begun);
    buckets.set(begun, made);
    return made;
  };
  return {
    answered(time, status) {
      const bucket = bucketAt(time);
      bucket.requests += 1;
      if (status >= 400) add(bucket.errors, KINDS[status] ?? (status < 500 ? 'other' : 'internal'), 1);
    },
    invoked({ functionName, startedAt, endedAt, init, usedMegabytes, records }) {
      const bucket = bucketAt(endedAt);
      if (init !== undefined) bucket.coldStarts += 1;
      if (usedMegabytes > (bucket.memory.get(functionName) ?? 0)) bucket.memory.set(functionName, usedMegabytes);
      if (records !== undefined) return; // a batch takes as long as it has records
      bucket.seen += 1;
      // Reservoir sampling: each duration is as likely to stay as any other.
      const at = bucket.seen <= MAX_DURATIONS ? bucket.seen - 1 : Math.floor(random() * bucket.seen);
      if (at < MAX_DURATIONS) bucket.durations[at] = endedAt - startedAt;
    },
    measured(time, line) {
      const bucket = bucketAt(time);
      const isBatch = line['message'] === 'batch';
      for (const name of metricNames(line)) {
        const value = line[name];
        if (typeof value !== 'number' || !Number.isFinite(value) || name === 'duration') continue;
        add(isBatch && !name.endsWith('Units') ? bucket.batches : bucket.metrics, name, value);
      }
    },
    points: (now) =>
      [...buckets.values()]
        .filter(({ time }) => time > now - WINDOW_MS && time <= now)
        .sort((a, b) => a.time - b.time)
        .map(describe),
  };
}

const newBucket = (time: number): Bucket => ({
  ...{ time, requests: 0, coldStarts: 0, seen: 0, durations: [] },
  ...{ errors: new Map(), memory: new Map(), metrics: new Map(), batches: new Map() },
});

function add(sums: Map<string, number>, name: string, value: number): void {
  if (sums.size < MAX_NAMES || sums.has(name)) sums.set(name, (sums.get(name) ?? 0) + value);
}

/** Of a line in CloudWatch's embedded metric format: each name once, in however many dimensions it counts. */
function metricNames({ _aws }: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const { CloudWatchMetrics } = (_aws ?? {}) as { CloudWatchMetrics?: unknown }; // looked at below
  const directives: readonly unknown[] = Array.isArray(CloudWatchMetrics) ? CloudWatchMetrics : [];
  const metrics = directives.flatMap(
    (directive) => (directive as { Metrics?: readonly { Name?: unknown }[] })?.Metrics ?? [],
  );
  return new Set(metrics.map(({ Name }) => String(Name)));
}

function describe({ time, requests, coldStarts, durations, errors, memory, metrics, batches }: Bucket): MetricPoint {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (part: number): number => round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0);
  return {
    time,
    ...(requests > 0 ? { requests } : {}),
    ...(errors.size > 0 ? { errors: Object.fromEntries(errors) } : {}),
    ...(sorted.length > 0 ? { duration: { p50: at(0.5), p95: at(0.95), p99: at(0.99) } } : {}),
    ...(coldStarts > 0 ? { coldStarts } : {}),
    ...(memory.size > 0 ? { memory: Object.fromEntries(memory) } : {}),
    ...(metrics.size > 0 ? { metrics: Object.fromEntries(metrics) } : {}),
    ...(batches.size > 0 ? { batches: Object.fromEntries(batches) } : {}),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
