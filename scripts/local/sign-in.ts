import { callAws } from './call-aws.ts';
import type { DemoUser } from './demo-users.ts';
import { localNames } from './local-names.ts';

/** An access token of a demo user, by the flow that a command line may use in the local stage. */
export async function signIn(cognito: string, { email, password }: DemoUser): Promise<string> {
  const { AuthenticationResult } = await callAws(cognito, {
    target: 'AWSCognitoIdentityProviderService.InitiateAuth',
    version: '1.1',
    input: {
      ClientId: localNames.userPoolClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    },
  });
  const { AccessToken } = (AuthenticationResult ?? {}) as { AccessToken?: unknown }; // checked on the next line
  if (typeof AccessToken !== 'string') throw new Error(`Cognito gave no access token for ${email}`);
  return AccessToken;
}
