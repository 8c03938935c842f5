import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { callSignal } from '../../request-scope.ts';
import { chargeRequest } from './charge-request.ts';
import type { CallOptions, DynamoClient, DynamoClientOptions } from './create-dynamo-client.ts';
import type { DynamoInput, DynamoOperation } from './operations.ts';
import { resolveEndpoint } from './resolve-endpoint.ts';
import { serviceGone } from './service-gone.ts';
import { tracedSend } from './traced-send.ts';
import { CallEnd, watchAttempts } from './watch-attempts.ts';

/** Clock, chance, pauses and tokens are the SDK's own. */
export type SdkClientOptions = Omit<DynamoClientOptions, 'now' | 'random' | 'sleep' | 'newToken'>;

const COMMANDS = {
  GetItem: GetItemCommand,
  BatchGetItem: BatchGetItemCommand,
  PutItem: PutItemCommand,
  UpdateItem: UpdateItemCommand,
  DeleteItem: DeleteItemCommand,
  Query: QueryCommand,
  TransactWriteItems: TransactWriteItemsCommand,
  TransactGetItems: TransactGetItemsCommand,
};

/**
 * The AWS SDK behind the port of our own client, with the same promises: see `DynamoClient`. Signing, sending, its pauses
 * and its retry quota are the SDK's; what it does not promise (no repetition of what must not be done twice, no belief in an empty or
 * altered answer, a bound on answers) is added around each attempt.
 */
export function createSdkClient(options: SdkClientOptions): DynamoClient {
  const { attempts = 3, attemptTimeoutMs = 3_000, maxSockets = 50, maxResponseBytes = 32 * 1024 * 1024 } = options;
  const { secure, host } = resolveEndpoint(options.region, options.endpoint);
  const sdk = new DynamoDBClient({
    region: options.region,
    endpoint: `${secure ? 'https' : 'http'}://${host}`,
    // What never expires is asked for once: the date makes the SDK ask at each call.
    credentials: async () => ({ ...options.credentials(), expiration: new Date() }),
    maxAttempts: attempts,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: options.connectTimeoutMs ?? 1_000,
      requestTimeout: attemptTimeoutMs,
      throwOnRequestTimeout: true,
      // The time-out of a request ends with its headers; this is for a body that stops.
      socketTimeout: attemptTimeoutMs,
      httpAgent: { maxSockets },
      httpsAgent: { maxSockets },
    },
  });

  async function call(operation: DynamoOperation, input: object, callOptions: CallOptions): Promise<object> {
    const { deadlineMs, repeatable = true } = callOptions;
    const signal = callSignal();
    const deadline = deadlineMs === undefined ? undefined : AbortSignal.timeout(Math.max(deadlineMs, 1));
    // The table pairs each operation with its command, which the types cannot follow.
    const command = new (COMMANDS[operation] as typeof GetItemCommand)({
      ReturnConsumedCapacity: 'TOTAL',
      ...(input as DynamoInput<'GetItem'>),
    });
    const state = watchAttempts(command.middlewareStack, {
      // A transaction has a token, made by the SDK when it writes the request down: before its attempts.
      hasToken: operation === 'TransactWriteItems',
      repeatable,
      maxResponseBytes,
    });
    const ends = [signal, deadline].filter((end) => end !== undefined);
    try {
      const { $metadata, ...output } = await sdk.send(command, { abortSignal: AbortSignal.any(ends) });
      chargeRequest(operation, output);
      return output;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof CallEnd) throw error.outcome;
      // Not seen by an attempt: there were no credentials.
      if (state.lost === undefined && deadline?.aborted !== true) throw error;
      throw serviceGone(state.lost ?? error);
    }
  }

  return { send: tracedSend(call) };
}
