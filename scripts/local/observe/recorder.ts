import { createMetricWindow, type MetricPoint, STEP_MS, WINDOW_MS } from './metric-window.ts';
import { type Invocation, observedNow, type ReadLine, type Span, type WrittenLine } from './observer.ts';
import { showPath } from './show-path.ts';

/** A request that the gateway has answered. */
export interface AnsweredRequest {
  /** Undefined where no function was asked. */
  readonly requestId: string | undefined;
  readonly method: string;
  readonly path: string;
  /** `GET /v1/users/{userId}/profile`; undefined where none matched. */
  readonly routeKey: string | undefined;
  readonly status: number;
  readonly receivedAt: number;
  readonly answeredAt: number;
}

/** A request, or a batch of a stream, as the page lists it. Times are milliseconds since the epoch. */
export interface Entry {
  /** Grows by one from entry to entry. */
  readonly sequence: number;
  readonly id: string;
  readonly kind: 'request' | 'batch';
  readonly time: number;
  readonly milliseconds: number;
  readonly method?: string;
  readonly path?: string;
  readonly route?: string;
  readonly status?: number;
  readonly functionName?: string;
  readonly outcome?: Invocation['outcome'];
  readonly cold?: boolean;
  readonly records?: number;
  readonly userId?: string;
  /** Of the problem document. */
  readonly code?: string;
}

/** What the waterfall is drawn from: the entry, the invocation and what the function wrote. */
export interface EntryDetails {
  readonly entry: Entry;
  readonly invocation?: Pick<
    Invocation,
    'askedAt' | 'startedAt' | 'endedAt' | 'init' | 'memoryMegabytes' | 'usedMegabytes'
  >;
  readonly spans: readonly Span[];
  readonly lines: readonly { readonly time: number; readonly text: string }[];
}

export interface RecordedData {
  readonly now: number;
  /** Of the run: another one means that `npm start` was started anew. */
  readonly startedAt: number;
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly stepMs: number;
  readonly windowMs: number;
  readonly points: readonly MetricPoint[];
}

export interface Recorder {
  wrote(line: ReadLine): void;
  invoked(invocation: Invocation): void;
  answered(request: AnsweredRequest): void;
  /** Entries after this sequence number, and the charts' points. */
  data(after?: number): RecordedData;
  details(id: string): EntryDetails | undefined;
}

interface Work {
  invocation?: Invocation;
  readonly lines: WrittenLine[];
  /** Characters of the lines. */
  length: number;
  /** What the page lists is read from the function's own lines. */
  userId?: string;
  code?: string;
  entry?: Entry;
}

const MAX_ENTRIES = 200;
/** With what is being worked on. */
const MAX_WORKS = 300;
/** Of one request's lines, so that all together stay under 20 MB. */
const MAX_TEXT = 64_000;

/** Keeps the last requests and batches, with what functions did and wrote for them, and the figures of the last minutes. */
export function createRecorder(): Recorder {
  const startedAt = observedNow();
  const works = new Map<string, Work>();
  const window = createMetricWindow();
  let entries: readonly Entry[] = [];
  let sequence = 0;

  const workOf = (id: string): Work => {
    const found = works.get(id);
    if (found !== undefined) return found;
    const made: Work = { lines: [], length: 0 };
    works.set(id, made);
    for (const oldest of works.keys()) {
      if (works.size <= MAX_WORKS) break;
      works.delete(oldest);
    }
    return made;
  };
  const list = (work: Work, entry: Omit<Entry, 'sequence'>): void => {
    const { invocation, userId, code } = work;
    sequence += 1;
    work.entry = {
      ...{ sequence, ...entry },
      ...(invocation === undefined
        ? {}
        : { functionName: invocation.functionName, outcome: invocation.outcome, cold: invocation.init !== undefined }),
      ...(userId === undefined ? {} : { userId }),
      ...(code === undefined ? {} : { code }),
    };
    entries = [work.entry, ...entries.slice(0, MAX_ENTRIES - 1)];
  };
  return {
    wrote({ fields = {}, ...line }) {
      if (fields['_aws'] !== undefined) window.measured(line.time, fields);
      if (line.requestId === undefined) return;
      const work = workOf(line.requestId);
      if (work.length < MAX_TEXT) work.lines.push({ ...line, text: line.text.slice(0, MAX_TEXT - work.length) });
      work.length += line.text.length;
      if (typeof fields['userId'] === 'string') work.userId = fields['userId'];
      if (typeof fields['code'] === 'string') work.code = fields['code'];
    },
    invoked(invocation) {
      const { requestId: id, records, askedAt: time, endedAt } = invocation;
      const work = workOf(id);
      work.invocation = invocation;
      window.invoked(invocation);
      if (records !== undefined) list(work, { id, kind: 'batch', time, milliseconds: round(endedAt - time), records });
    },
    answered({ requestId, method, path, routeKey, status, receivedAt: time, answeredAt }) {
      const id = requestId ?? `gateway-${sequence + 1}`;
      window.answered(answeredAt, status);
      list(workOf(id), {
        ...{ id, kind: 'request', time, milliseconds: round(answeredAt - time), status },
        ...{ method: method.slice(0, 20), path: showPath(path) },
        ...(routeKey === undefined ? {} : { route: routeKey }),
      });
    },
    data(after = 0) {
      const now = observedNow();
      const newer = entries.filter((entry) => entry.sequence > after);
      return { now, startedAt, entries: newer, stepMs: STEP_MS, windowMs: WINDOW_MS, points: window.points(now) };
    },
    details(id) {
      const { entry, invocation, lines } = works.get(id) ?? { lines: [] as readonly WrittenLine[] };
      if (entry === undefined) return undefined;
      const texts = lines.map(({ time, text }) => ({ time, text }));
      if (invocation === undefined) return { entry, spans: [], lines: texts };
      const { spans, askedAt, startedAt: began, endedAt, init, memoryMegabytes, usedMegabytes } = invocation;
      const figures = { askedAt, startedAt: began, endedAt, memoryMegabytes, usedMegabytes };
      return { entry, invocation: { ...figures, ...(init === undefined ? {} : { init }) }, spans, lines: texts };
    },
  };
}

const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
