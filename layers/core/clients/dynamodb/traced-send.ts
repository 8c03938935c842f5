import { span } from '../../trace.ts';
import type { CallOptions, DynamoClient } from './create-dynamo-client.ts';
import type { DynamoInput, DynamoOperation, DynamoOutput } from './operations.ts';

/** The port's `send` over an untyped call, each in a subsegment of its own. */
export const tracedSend =
  (call: (operation: DynamoOperation, input: object, options: CallOptions) => Promise<object>): DynamoClient['send'] =>
  <Op extends DynamoOperation>(operation: Op, input: DynamoInput<Op>, options: CallOptions = {}) =>
    // The service answers a request of this operation with its output, or with an error: its own contract.
    span(
      `DynamoDB ${operation}`,
      () => call(operation, input, options) as Promise<DynamoOutput<Op>>,
      'TableName' in input ? input.TableName : undefined,
    );
