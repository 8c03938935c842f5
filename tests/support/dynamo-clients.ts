import { createDynamoClient, type DynamoClient, isConditionFailed } from '@gymcoach/core/clients/dynamodb';
import { createSdkClient } from '@gymcoach/core/clients/dynamodb-sdk';
import { isAppError } from '@gymcoach/core/errors';

/** What stands behind the port: our own client, and the AWS SDK. */
export const CLIENT_KINDS = ['own', 'sdk'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

export function openDynamoClient(kind: ClientKind, endpoint: string): DynamoClient {
  const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
  const options = { region: 'eu-west-1', endpoint, credentials };
  return kind === 'own' ? createDynamoClient(options) : createSdkClient(options);
}

/** What became of a call, in a form that two clients can be compared by. */
export type Outcome =
  | { readonly output: object }
  | { readonly conditionFailed: readonly object[] }
  | { readonly unavailable: string }
  | { readonly failure: string };

export const outcomeOf = (call: Promise<object>): Promise<Outcome> =>
  call.then(
    (output) => ({ output }),
    (error: unknown) => {
      if (isConditionFailed(error)) return { conditionFailed: error.reasons };
      if (isAppError(error)) return { unavailable: error.code };
      if (!(error instanceof Error)) throw error;
      return { failure: error.name };
    },
  );
