import { randomUUID } from 'node:crypto';
import { countCall } from '../../request-scope.ts';
import type { AwsCredentials } from '../environment-credentials.ts';
import { chargeRequest } from './charge-request.ts';
import { classifyAnswer, leavesOpen } from './classify-answer.ts';
import { ConnectionError } from './connection-error.ts';
import { openConnection } from './open-connection.ts';
import type { DynamoInput, DynamoOperation, DynamoOutput } from './operations.ts';
import { resolveEndpoint } from './resolve-endpoint.ts';
import { createRetryQuota } from './retry-quota.ts';
import { serviceGone } from './service-gone.ts';
import { signRequest } from './sign-request.ts';
import { tracedSend } from './traced-send.ts';
import { encodeInput } from './wire-format.ts';

export interface DynamoClientOptions {
  /** `eu-west-1`; part of the signature, and of the endpoint when none is given. */
  readonly region: string;
  /** Scheme, host and port. Plain http is taken on loopback only. @default 'https://dynamodb.<region>.amazonaws.com' */
  readonly endpoint?: string | undefined;
  /** Asked at each signing, so that rotated credentials are seen; throws when there are none. */
  readonly credentials: () => AwsCredentials;
  /** Tries per call, the first one included. @default 3 */
  readonly attempts?: number;
  /** TCP and TLS together. @default 1000 */
  readonly connectTimeoutMs?: number;
  /** One attempt from start to last byte. @default 3000 */
  readonly attemptTimeoutMs?: number;
  /** Requests in flight at once; more wait for a socket. @default 50 */
  readonly maxSockets?: number;
  /** Above what DynamoDB can send: 16 MB of items in a BatchGetItem, as JSON. @default 32 MiB */
  readonly maxResponseBytes?: number;
  readonly now?: () => number;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly newToken?: () => string;
}

export interface CallOptions {
  /** Milliseconds from now in which the call, attempts and pauses together, must end. */
  readonly deadlineMs?: number;
  /**
   * False for what must not be done twice: it is not tried again once it may have been done (time-out, 5xx, broken
   * connection), only when it was refused. @default true
   */
  readonly repeatable?: boolean;
}

export interface DynamoClient {
  /**
   * Calls DynamoDB. Throttling, conflicts of transactions, 5xx, time-outs and broken connections are tried again, with
   * a random pause.
   *
   * A time-out leaves open whether the write was done. TransactWriteItems carries one token over all its attempts, so
   * it is done once. A single Put, Update or Delete has no token: its repetition may fail the condition because of its
   * own first attempt (`ConditionFailed.ambiguous` is then true), and an unconditional ADD may count twice: send that one
   * with `repeatable: false`, or in a transaction.
   *
   * Inside a request the call ends with it (see `withRequestScope`), and what it consumes is added to what that has spent:
   * each answer tells its capacity units.
   *
   * @throws ConditionFailed when a condition did not hold
   * @throws AppError `dependency.unavailable` when the last attempt still found no service, `deadline.exceeded` when the
   * request has no time left
   * @throws Error named as DynamoDB names it (`ValidationException`, ...) for what no repetition can mend: a bug
   * @example const { Item } = await client.send('GetItem', { TableName, Key: { PK: { S: pk }, SK: { S: sk } } });
   */
  send<Op extends DynamoOperation>(
    operation: Op,
    input: DynamoInput<Op>,
    options?: CallOptions,
  ): Promise<DynamoOutput<Op>>;
}

/** Largest pause before a repetition, doubled by each further one and then drawn from zero up ("full jitter"). */
const PAUSE_MS = { transient: 25, throttled: 100, longest: 1_000 } as const;

/** A client on plain sockets, with the retry rules of the AWS SDK at a fraction of its CPU per call: see docs/decisions/0004. */
export function createDynamoClient(options: DynamoClientOptions): DynamoClient {
  const { attempts = 3, attemptTimeoutMs = 3_000, now = Date.now, random = Math.random, sleep = pause } = options;
  const newToken = options.newToken ?? randomUUID;
  const endpoint = resolveEndpoint(options.region, options.endpoint);
  const exchange = openConnection(endpoint, {
    maxSockets: options.maxSockets ?? 50,
    connectTimeoutMs: options.connectTimeoutMs ?? 1_000,
    maxResponseBytes: options.maxResponseBytes ?? 32 * 1024 * 1024,
  });
  const quota = createRetryQuota();
  /** Server's clock minus ours, known after the first refusal for it. */
  let clockOffset = 0;

  async function attempt(operation: DynamoOperation, body: string, timeoutMs: number, ambiguous: boolean) {
    const headers = signRequest({
      host: endpoint.host,
      region: options.region,
      target: `DynamoDB_20120810.${operation}`,
      body,
      credentials: options.credentials(),
      time: now() + clockOffset,
    });
    countCall();
    try {
      const answer = await exchange({ headers, body, timeoutMs });
      const verdict = classifyAnswer(answer, ambiguous);
      if (verdict.is === 'skewed' && answer.date !== undefined) clockOffset = answer.date - now();
      return verdict;
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error; // the same copy of the class: never crosses a bundle
      return { is: error.stale ? 'stale' : 'transient', error } as const;
    }
  }

  async function call(operation: DynamoOperation, input: object, options: CallOptions): Promise<object> {
    const { deadlineMs, repeatable = true } = options;
    const hasToken = operation === 'TransactWriteItems';
    const body = encodeInput({
      ReturnConsumedCapacity: 'TOTAL',
      ...(hasToken ? { ClientRequestToken: newToken() } : {}),
      ...input,
    });
    const end = deadlineMs === undefined ? Number.POSITIVE_INFINITY : now() + deadlineMs;
    let ambiguous = false;
    let resigned = false;
    for (let tried = 1; ; tried += 1) {
      const timeoutMs = Math.min(attemptTimeoutMs, end - now());
      const result = await attempt(operation, body, Math.max(timeoutMs, 1), ambiguous);
      if (result.is === 'output') {
        quota.refund(tried);
        chargeRequest(operation, result.output);
        return result.output;
      }
      if (result.is === 'final') throw result.error;
      if (result.is === 'skewed') {
        // Once, and not counted: DynamoDB refused to look at the request.
        if (resigned) throw result.error;
        resigned = true;
        tried -= 1;
        continue;
      }
      const open = !hasToken && leavesOpen(result);
      ambiguous ||= open;
      // A socket that died while the container was frozen is replaced without a pause.
      const wait = result.is === 'stale' ? 0 : backoff(result.is, tried);
      const goesOn = tried < attempts && (repeatable || !open) && now() + wait < end;
      if (!goesOn || !quota.take()) throw serviceGone(result.error);
      if (wait > 0) await sleep(wait);
    }
  }

  const backoff = (kind: 'transient' | 'throttled', tried: number): number =>
    Math.ceil(random() * Math.min(PAUSE_MS.longest, PAUSE_MS[kind] * 2 ** (tried - 1)));

  return { send: tracedSend(call) };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
