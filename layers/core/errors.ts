import { entityTag } from './entity-tag.ts';

/** What went wrong, seen from the caller. Few and closed: `middleware/http/problem.ts` maps each to one status. */
export type ErrorKind =
  | 'bad-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'gone'
  | 'precondition-failed'
  | 'too-large'
  | 'unsupported-media'
  | 'unprocessable'
  | 'precondition-required'
  | 'too-many-requests'
  | 'unavailable';

/** One refused place in the input. `pointer` is an RFC 6901 JSON pointer into `in`; nothing of the input is echoed. */
export interface Issue {
  readonly in: 'params' | 'query' | 'header' | 'body';
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface AppErrorOptions {
  /** What caused it; goes to the log with its own causes, never to the caller. */
  readonly cause?: unknown;
  /** For 400: every refused place. */
  readonly issues?: readonly Issue[];
  /** Headers that the answer must carry, lower case: `etag` on 412, `allow` on 405. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds, whole; becomes `Retry-After`. */
  readonly retryAfter?: number;
}

const brand = Symbol.for('@gymcoach/AppError');

/**
 * An expected failure. `code` is `area.kebab-case`, specific and permanent; `message` is a sentence that the caller
 * may read: no input, table, key or SDK text in it.
 *
 * @example throw new AppError('not-found', 'resource.not-found', 'There is no such resource.');
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly issues: readonly Issue[];
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfter: number | undefined;

  constructor(kind: ErrorKind, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.issues = options.issues ?? [];
    this.headers = options.headers ?? {};
    this.retryAfter = options.retryAfter;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for an `AppError` of any copy of this module: the layer and a bundle each have their own class. */
export const isAppError = (error: unknown): error is AppError => {
  try {
    return typeof error === 'object' && error !== null && brand in error;
  } catch {
    return false; // a Proxy may throw at any question
  }
};

/** The one answer for what is absent and for what the caller may not know of. */
export const notFound = (cause?: unknown): AppError =>
  new AppError('not-found', 'resource.not-found', 'There is no such resource.', cause === undefined ? {} : { cause });

/** A dependency cannot be had now: 503 with `Retry-After`, never an allow. */
export const unavailable = (code: string, message: string, cause: unknown, retryAfter = 1): AppError =>
  new AppError('unavailable', code, message, { cause, retryAfter });

/** The version that the caller named is not the current one: 412, with the current one as `ETag`. */
export const staleVersion = (current: { readonly id: string; readonly version: number }): AppError =>
  new AppError('precondition-failed', 'precondition.failed', 'The resource has changed since the version you named.', {
    headers: { etag: entityTag(current.id, current.version) },
  });

/** The input is refused: 400 with every refused place. */
export const invalidInput = (issues: readonly Issue[]): AppError =>
  issues.every((issue) => issue.code === 'validation.unknown-field')
    ? new AppError('bad-request', 'validation.unknown-field', 'The request has fields that this route does not know.', {
        issues,
      })
    : new AppError('bad-request', 'validation.failed', 'The request is not valid.', { issues });
