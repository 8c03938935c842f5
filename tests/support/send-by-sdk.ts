import {
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoInput, DynamoOperation } from '@gymcoach/core/clients/dynamodb';

/** The same call by the AWS SDK, to compare our client with: capacity asked for as ours does, without the SDK's own metadata. */
export async function sendBySdk<Op extends DynamoOperation>(
  sdk: DynamoDBClient,
  operation: Op,
  input: DynamoInput<Op>,
) {
  const commands = {
    GetItem: GetItemCommand,
    BatchGetItem: BatchGetItemCommand,
    PutItem: PutItemCommand,
    UpdateItem: UpdateItemCommand,
    DeleteItem: DeleteItemCommand,
    Query: QueryCommand,
    TransactWriteItems: TransactWriteItemsCommand,
    TransactGetItems: TransactGetItemsCommand,
  };
  // The table above pairs each operation with its own command, which the types cannot follow.
  const Command = commands[operation] as unknown as typeof GetItemCommand;
  const { $metadata, ...output } = await sdk.send(
    new Command({ ReturnConsumedCapacity: 'TOTAL', ...(input as DynamoInput<'GetItem'>) }),
  );
  return output;
}
