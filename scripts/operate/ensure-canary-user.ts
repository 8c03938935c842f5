import { randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

/** Nobody's address: mail to this domain is never sent (RFC 2606). */
const CANARY_EMAIL = 'canary@gymcoach.invalid';

/**
 * Sees to it that the pool has the canary user, with a new password that nobody has seen: 192 random bits, and one of each
 * class of character that the pool asks for. It is in no group, so it may do what everybody may.
 */
export async function ensureCanaryUser(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<{ readonly username: string; readonly password: string }> {
  const Username = CANARY_EMAIL;
  const password = `${randomBytes(24).toString('base64url')}-aA1`;
  try {
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: CANARY_EMAIL },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UsernameExistsException')) throw error;
  }
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  return { username: CANARY_EMAIL, password };
}
