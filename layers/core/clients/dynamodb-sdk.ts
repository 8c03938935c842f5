import { createSdkClient, type SdkClientOptions } from './dynamodb/create-sdk-client.ts';
import type { DynamoClient } from './dynamodb.ts';

export { createSdkClient, type SdkClientOptions } from './dynamodb/create-sdk-client.ts';

let warm: DynamoClient | undefined;

/**
 * The container's one client on the AWS SDK, which a stage chooses by `dynamodbClient: sdk`; `dynamoClient` asks for it.
 * Loading this entry costs some 40 ms, and each call several times what our own client takes.
 */
export function warmSdkClient(options: SdkClientOptions): DynamoClient {
  warm ??= createSdkClient(options);
  return warm;
}
