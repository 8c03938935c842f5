/** One line that a function wrote, while it served a request or outside of any. */
export interface WrittenLine {
  readonly functionName: string;
  /** Lambda's, which is the gateway's too; undefined while a container starts. */
  readonly requestId: string | undefined;
  /** Milliseconds since the epoch, as every time here. */
  readonly time: number;
  readonly text: string;
}

/** A line with what it says, where it is a JSON object. */
export interface ReadLine extends WrittenLine {
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/** A piece of work within an invocation. */
export interface Span {
  /** `authenticate`, `handler`, `DynamoDB GetItem`. */
  readonly name: string;
  readonly kind: 'middleware' | 'handler' | 'aws' | 'work';
  readonly startedAt: number;
  /** Undefined when it had not ended with the invocation. */
  readonly endedAt: number | undefined;
  /** Of a middleware: on the way in, on the way out, or at a failure. */
  readonly phase?: 'before' | 'after' | 'onError';
  readonly table?: string;
  /** The name of the error that it ended with, never its message. */
  readonly error?: string;
}

/** One invocation of a function, told when it is over. */
export interface Invocation {
  readonly functionName: string;
  readonly requestId: string;
  /** When the pool was asked: the invocation may have waited for a container after that. */
  readonly askedAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Of the container whose first invocation this is; it may have been started long before. */
  readonly init?: { readonly startedAt: number; readonly endedAt: number };
  readonly outcome: 'ok' | 'failed' | 'timed-out';
  readonly memoryMegabytes: number;
  /** Heap and buffers of the container's thread: Lambda counts the whole process, which is more. */
  readonly usedMegabytes: number;
  /** Of a batch of a stream. */
  readonly records?: number;
  readonly spans: readonly Span[];
}

/** Told of what the functions of `npm start` do. */
export interface Observer {
  wrote(line: WrittenLine): void;
  invoked(invocation: Invocation): void;
}

/** One clock for all threads: the epoch, in milliseconds with fractions. */
export const observedNow = (): number => performance.timeOrigin + performance.now();
