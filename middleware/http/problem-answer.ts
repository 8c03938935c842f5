import { AppError, type ErrorKind, type Issue, isAppError } from '@gymcoach/core/errors';
import type { CallContext } from './call.ts';

/** RFC 9457 problem document. `code` is permanent; `detail` is for people. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly traceId: string;
  readonly errors?: readonly Issue[];
}

const STATUS: Readonly<Record<ErrorKind, readonly [number, string]>> = {
  'bad-request': [400, 'Bad request'],
  unauthenticated: [401, 'Not signed in'],
  forbidden: [403, 'Not allowed'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Method not allowed'],
  conflict: [409, 'Conflict'],
  gone: [410, 'Gone'],
  'precondition-failed': [412, 'Precondition failed'],
  'too-large': [413, 'Too large'],
  'unsupported-media': [415, 'Unsupported media type'],
  unprocessable: [422, 'Not processable'],
  'precondition-required': [428, 'Precondition required'],
  'too-many-requests': [429, 'Too many requests'],
  unavailable: [503, 'Temporarily unavailable'],
};

const MAX_ISSUES = 20;
const CONTENT_TYPE = 'application/problem+json';

/** What is answered to a failure. */
export interface ProblemAnswer {
  /** For the log line: `internal` of what is a bug. */
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The problem document of a failure. What is no `AppError` is a bug: a bare 500 that names only the request. */
export function problemAnswer(error: unknown, context: CallContext): ProblemAnswer {
  const known = expected(error);
  const code = known?.code ?? 'internal';
  const requestId = context.request?.id ?? context.awsRequestId;
  const [status, title] = known === undefined ? [500, 'Internal error'] : STATUS[known.kind];
  const body: Problem = {
    type: `urn:gymcoach:problem:${code}`,
    title,
    status,
    detail: known?.message ?? 'Something went wrong on our side. Quote the request id if it stays.',
    instance: `urn:gymcoach:request:${requestId}`,
    code,
    traceId: context.request?.traceId ?? requestId,
    ...(known === undefined || known.issues.length === 0 ? {} : { errors: known.issues.slice(0, MAX_ISSUES) }),
  };
  const headers = {
    ...known?.headers,
    'Content-Type': CONTENT_TYPE, // this spelling replaces the one that httpErrorHandler sets
    ...retryAfter(status, known?.retryAfter),
  };
  return { code, status, headers, body: JSON.stringify(body) };
}

/** A caller who is told to come back is told when, whoever forgot to say it. */
function retryAfter(status: number, seconds: number | undefined): Readonly<Record<string, string>> {
  const wait = seconds ?? (status === 429 || status === 503 ? 1 : undefined);
  return wait === undefined ? {} : { 'retry-after': String(wait) };
}

/** Ours as they are; those of the Middy parsers by their status. */
function expected(error: unknown): AppError | undefined {
  if (isAppError(error)) return error;
  const status = statusOf(error);
  if (status === 415) return new AppError('unsupported-media', 'media.unsupported', 'This media type is not accepted.');
  if (status === 422) return new AppError('bad-request', 'body.malformed', 'The body is not well-formed JSON.');
  return undefined;
}

/** What was thrown may be anything, also an object whose fields throw. */
function statusOf(error: unknown): unknown {
  try {
    return typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  } catch {
    return undefined;
  }
}
