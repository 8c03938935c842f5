import { DynamoDBServiceException, type GetItemCommand } from '@aws-sdk/client-dynamodb';
import { countCall } from '../../request-scope.ts';
import { classifyFailure, type Failure, leavesOpen, readBody } from './classify-answer.ts';
import { serviceGone } from './service-gone.ts';

export interface AttemptRules {
  /** The service itself does the call once, however often it is sent. */
  readonly hasToken: boolean;
  readonly repeatable: boolean;
  readonly maxResponseBytes: number;
}

/** What is known after the attempts so far. */
export interface CallState {
  /** The error of the last attempt that found no service. */
  readonly lost: Error | undefined;
}

/** Ends a call of the SDK with `outcome`: an error that it knows nothing of is not repeated, and not looked into. */
export class CallEnd extends Error {
  readonly outcome: Error;

  constructor(outcome: Error) {
    super('The call ends');
    this.outcome = outcome;
  }
}

/**
 * Looks at each attempt of one command of the SDK, from inside its retry strategy: tells that what may be repeated, in the
 * words of our own client (`classifyFailure`), and believes no answer that is cut, altered or empty, which the SDK takes for
 * an item that is not there.
 */
export function watchAttempts(stack: GetItemCommand['middlewareStack'], rules: AttemptRules): CallState {
  const state: { lost: Error | undefined; ambiguous: boolean; resigned: boolean } = {
    lost: undefined,
    ambiguous: false,
    resigned: false,
  };

  function judge(error: Error): Error {
    // Ended by its caller, or already judged.
    if (error.name === 'AbortError' || error instanceof CallEnd) return error;
    const verdict = verdictOn(error, state.ambiguous);
    if (verdict.is === 'final') return new CallEnd(verdict.error);
    if (verdict.is === 'skewed') {
      // The SDK has the server's time from this very error, and signs once more with it.
      if (state.resigned) return new CallEnd(error);
      state.resigned = true;
      return error;
    }
    const open = !rules.hasToken && leavesOpen(verdict);
    state.ambiguous ||= open;
    state.lost = error;
    if (open && !rules.repeatable) return new CallEnd(serviceGone(error));
    return Object.assign(error, { $retryable: { throttling: verdict.is === 'throttled' } });
  }

  stack.add(
    (next) => async (args) => {
      countCall();
      try {
        return await next(args);
      } catch (error) {
        throw judge(error as Error); // the SDK and Node throw nothing else
      }
    },
    { step: 'deserialize', priority: 'high', name: 'watchAttempts' },
  );
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as HttpAnswer; // what the SDK's handler for Node gives
      const body = await readWhole(response.body, rules.maxResponseBytes);
      const told = response.headers['x-amz-crc32'];
      const crc32 = told === undefined ? undefined : Number(told);
      const reading = readBody({ status: response.statusCode, crc32, body: body.toString() });
      if (reading.is === 'final') throw new CallEnd(reading.error);
      if (reading.is === 'transient') throw reading.error;
      response.body = body; // the SDK takes bytes as well as a stream
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'readWhole' },
  );
  return state;
}

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

function verdictOn(error: Error, ambiguous: boolean): Failure {
  if (!(error instanceof DynamoDBServiceException)) return { is: 'transient', error }; // no answer, or not a whole one
  const details = error as Error & { Item?: unknown; CancellationReasons?: unknown }; // absent on most
  return classifyFailure(error, error.$metadata.httpStatusCode ?? 0, details, ambiguous);
}

async function readWhole(body: HttpAnswer['body'], maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop destroys the stream.
    if (length > maxBytes) throw new CallEnd(new Error(`DynamoDB answered with more than ${maxBytes} bytes`));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
