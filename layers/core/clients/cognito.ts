import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { unavailable } from '../errors.ts';
import { endWithRequest } from './end-with-request.ts';
import { environmentCredentials } from './environment-credentials.ts';

/** The people of one user pool, by the id that their tokens carry. Each call may be repeated without harm. */
export interface UserPool {
  exists(userId: string): Promise<boolean>;
  addToGroup(userId: string, group: string): Promise<void>;
  removeFromGroup(userId: string, group: string): Promise<void>;
  /** Ends every session: refresh tokens no longer work. Access tokens live on until `validAfter` refuses them. */
  signOut(userId: string): Promise<void>;
}

let warm: CognitoIdentityProviderClient | undefined;

/**
 * A user pool, through the container's one client, made on first use from AWS_REGION and the credentials that Lambda
 * sets. Loading this entry costs as much as all others together: import it where it is needed, when it is. Failures are
 * 503 `dependency.unavailable`, as is the end of the request; a user who is not there is no failure of `exists`.
 *
 * @example const { openUserPool } = await import('@gymcoach/core/clients/cognito');
 */
export function openUserPool(UserPoolId: string): UserPool {
  warm ??= createClient(process.env['AWS_REGION']);
  const client = warm;
  // With e-mail addresses as sign-in names, Cognito's own user name is the `sub`.
  const who = (userId: string) => ({ UserPoolId, Username: userId });
  return {
    async exists(userId) {
      try {
        await client.send(new AdminGetUserCommand(who(userId)), endWithRequest());
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'UserNotFoundException') return false;
        throw unreachable(error);
      }
    },
    async addToGroup(userId, GroupName) {
      await client.send(new AdminAddUserToGroupCommand({ ...who(userId), GroupName }), endWithRequest()).catch(refuse);
    },
    async removeFromGroup(userId, GroupName) {
      await client
        .send(new AdminRemoveUserFromGroupCommand({ ...who(userId), GroupName }), endWithRequest())
        .catch(refuse);
    },
    async signOut(userId) {
      await client.send(new AdminUserGlobalSignOutCommand(who(userId)), endWithRequest()).catch(refuse);
    },
  };
}

function refuse(error: unknown): never {
  throw unreachable(error);
}

const unreachable = (cause: unknown): Error =>
  unavailable('dependency.unavailable', 'The user pool cannot be reached now; repeat the request.', cause);

function createClient(region: string | undefined): CognitoIdentityProviderClient {
  if (!region) throw new Error('The AWS region is missing: set AWS_REGION');
  return new CognitoIdentityProviderClient({
    region,
    credentials: async () => environmentCredentials(),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}
