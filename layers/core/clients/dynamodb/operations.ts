import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  DeleteItemInput,
  DeleteItemOutput,
  GetItemInput,
  GetItemOutput,
  PutItemInput,
  PutItemOutput,
  QueryInput,
  QueryOutput,
  TransactGetItemsInput,
  TransactGetItemsOutput,
  TransactWriteItemsInput,
  TransactWriteItemsOutput,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb';

/**
 * What the client can ask of DynamoDB. No `Scan`, no `BatchWriteItem` (it takes no conditions, and every write here has
 * one) and no table administration: what is not listed cannot be called by mistake.
 */
export interface DynamoOperations {
  readonly GetItem: { input: GetItemInput; output: GetItemOutput };
  readonly BatchGetItem: { input: BatchGetItemInput; output: BatchGetItemOutput };
  readonly PutItem: { input: PutItemInput; output: PutItemOutput };
  readonly UpdateItem: { input: UpdateItemInput; output: UpdateItemOutput };
  readonly DeleteItem: { input: DeleteItemInput; output: DeleteItemOutput };
  readonly Query: { input: QueryInput; output: QueryOutput };
  readonly TransactWriteItems: { input: TransactWriteItemsInput; output: TransactWriteItemsOutput };
  readonly TransactGetItems: { input: TransactGetItemsInput; output: TransactGetItemsOutput };
}

export type DynamoOperation = keyof DynamoOperations;

/** The request of an operation, in DynamoDB's own words and types. */
export type DynamoInput<Op extends DynamoOperation> = DynamoOperations[Op]['input'];

/** The answer of an operation, with the capacity units that it took; collection metrics only where they were asked for. */
export type DynamoOutput<Op extends DynamoOperation> = DynamoOperations[Op]['output'];
