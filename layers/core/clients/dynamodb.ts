import { createDynamoClient, type DynamoClient } from './dynamodb/create-dynamo-client.ts';
import { environmentCredentials } from './environment-credentials.ts';

export { ConditionFailed, type FailureReason, isConditionFailed } from './dynamodb/condition-failed.ts';
export {
  type CallOptions,
  createDynamoClient,
  type DynamoClient,
  type DynamoClientOptions,
} from './dynamodb/create-dynamo-client.ts';
export type { DynamoInput, DynamoOperation, DynamoOperations, DynamoOutput } from './dynamodb/operations.ts';
export { type AwsCredentials, environmentCredentials } from './environment-credentials.ts';

let warm: DynamoClient | undefined;

/**
 * The container's one client, made on first use from the environment: AWS_REGION, the credentials that Lambda sets, and
 * AWS_ENDPOINT_URL_DYNAMODB where another endpoint is meant. Throws when the region or endpoint is missing or unsafe.
 *
 * @example const { Item } = await dynamoClient().send('GetItem', { TableName, Key });
 */
export function dynamoClient(): DynamoClient {
  warm ??= createDynamoClient({
    region: process.env['AWS_REGION'] ?? '',
    endpoint: process.env['AWS_ENDPOINT_URL_DYNAMODB'],
    credentials: environmentCredentials,
  });
  return warm;
}
