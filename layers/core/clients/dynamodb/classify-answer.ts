import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ConditionFailed, type FailureReason } from './condition-failed.ts';
import { crc32 } from './crc32.ts';
import type { Answer } from './read-answer.ts';
import { decodeOutput } from './wire-format.ts';

/** What an error means for the call: worth another attempt, signed with a wrong clock, or final. */
export interface Failure {
  readonly is: 'transient' | 'throttled' | 'skewed' | 'final';
  readonly error: Error;
}

/** What an answer means for the call. */
export type Verdict = { readonly is: 'output'; readonly output: object } | Failure;

/** What was read of an answer: its body, or that it has none to be believed. */
type Reading =
  | { readonly is: 'output'; readonly output: Readonly<Record<string, unknown>> }
  | { readonly is: 'transient' | 'final'; readonly error: Error };

interface Details {
  readonly Item?: unknown;
  readonly CancellationReasons?: unknown;
}

const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
]);
/** Somebody else's write is in flight on the same item. */
const CONFLICTED = new Set([
  'ReplicatedWriteConflictException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);
const SKEWED = new Set(['InvalidSignatureException', 'RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']);
/** Reasons inside a cancelled transaction that may be gone by the next attempt. */
const PASSING = new Set(['None', 'ProvisionedThroughputExceeded', 'ThrottlingError', 'TransactionConflict']);

/** Reads one answer. `ambiguous` says that an earlier attempt of the call ended without one. */
export function classifyAnswer(answer: Answer, ambiguous: boolean): Verdict {
  const read = readBody(answer);
  if (read.is !== 'output' || answer.status === 200) return read;
  return classifyFailure(serviceError(answer.status, read.output), answer.status, read.output, ambiguous);
}

/** The body as an object, or why it cannot be believed: TLS vouches for the way, the checksum for what was sent. */
export function readBody({ status, crc32: told, body }: Pick<Answer, 'status' | 'crc32' | 'body'>): Reading {
  const whole = told === undefined || told === crc32(body);
  try {
    if (whole) return { is: 'output', output: decodeOutput(body) };
  } catch {
    // A proxy or a broken server. The parser's own error is dropped: it quotes the text, which may be an item.
  }
  const error = new Error(`DynamoDB answered ${status} ${whole ? 'without valid JSON' : 'with a wrong checksum'}`);
  return { is: whole && status !== 200 && status < 500 ? 'final' : 'transient', error };
}

/** What a refusal means, by its name; `details` is what DynamoDB says besides. */
export function classifyFailure(error: Error, status: number, details: Details, ambiguous: boolean): Failure {
  if (error.name === 'ConditionalCheckFailedException') {
    const reasons = [reason({ Code: 'ConditionalCheckFailed', Item: details.Item })];
    return { is: 'final', error: new ConditionFailed(reasons, { ambiguous, cause: error }) };
  }
  if (error.name === 'TransactionCanceledException') return cancelled(details.CancellationReasons, error, ambiguous);
  if (THROTTLED.has(error.name) || status === 429) return { is: 'throttled', error };
  if (SKEWED.has(error.name)) return { is: 'skewed', error };
  return { is: CONFLICTED.has(error.name) || status >= 500 ? 'transient' : 'final', error };
}

/** A refusal by name did nothing; a broken connection or a 5xx may have done the write. */
export const leavesOpen = ({ is, error }: Pick<Failure, 'error'> & { readonly is: string }): boolean =>
  is === 'stale' || (is === 'transient' && !REFUSED.test(error.name));
const REFUSED = /^(?:Transaction|ReplicatedWrite)/;

/** `com.amazonaws.dynamodb.v20120810#ValidationException` gives an error named `ValidationException`. */
function serviceError(status: number, body: Readonly<Record<string, unknown>>): Error {
  const { __type: type, message, Message } = body;
  const text = typeof message === 'string' ? message : typeof Message === 'string' ? Message : `status ${status}`;
  const error = new Error(text);
  error.name = typeof type === 'string' ? type.slice(type.lastIndexOf('#') + 1) : 'DynamoDBServiceException';
  return error;
}

function cancelled(list: unknown, error: Error, ambiguous: boolean): Failure {
  const reasons = Array.isArray(list) ? list.map(reason) : [];
  if (reasons.some(({ code }) => code === 'ConditionalCheckFailed')) {
    return { is: 'final', error: new ConditionFailed(reasons, { ambiguous, cause: error }) };
  }
  if (reasons.length === 0 || reasons.some(({ code }) => !PASSING.has(code))) return { is: 'final', error };
  return { is: reasons.some(({ code }) => /Throttl|Throughput/.test(code)) ? 'throttled' : 'transient', error };
}

function reason(value: unknown): FailureReason {
  const { Code, Item } = (value ?? {}) as { Code?: unknown; Item?: unknown }; // any value but null has properties
  const code = typeof Code === 'string' ? Code : 'None';
  if (typeof Item !== 'object' || Item === null) return { code };
  return { code, item: Item as Readonly<Record<string, AttributeValue>> }; // DynamoDB sends items in this form only
}
