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
 * The container's one client, made on first use from the environment: AWS_REGION, the credentials that Lambda sets,
 * AWS_ENDPOINT_URL_DYNAMODB where another endpoint is meant, and DYNAMODB_CLIENT, `own` or `sdk`. Throws when one of them
 * is missing, unsafe or unknown.
 *
 * @example const { Item } = await dynamoClient().send('GetItem', { TableName, Key });
 */
export function dynamoClient(): DynamoClient {
  warm ??= createWarm(process.env['DYNAMODB_CLIENT'] || 'own');
  return warm;
}

function createWarm(kind: string): DynamoClient {
  const options = {
    region: process.env['AWS_REGION'] ?? '',
    endpoint: process.env['AWS_ENDPOINT_URL_DYNAMODB'],
    credentials: environmentCredentials,
  };
  const own = createDynamoClient(options);
  if (kind === 'own') return own;
  if (kind !== 'sdk') throw new Error('DYNAMODB_CLIENT must be own or sdk');
  return { send: async (...call) => (await import('./dynamodb-sdk.ts')).warmSdkClient(options).send(...call) };
}
