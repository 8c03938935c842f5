import { type CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { localNames } from '../local/local-names.ts';
import type { Stage } from './stage.ts';

/** The id of a stage's user pool. Throws when there is none in this account and region. */
export async function findPool(cognito: CognitoIdentityProviderClient, stage: Stage): Promise<string> {
  if (stage.name === 'local') return localNames.userPoolId;
  let NextToken: string | undefined;
  do {
    const page = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60, ...(NextToken ? { NextToken } : {}) }));
    const pool = page.UserPools?.find(({ Name }) => Name === `gymcoach-${stage.name}`);
    if (pool?.Id !== undefined) return pool.Id;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  throw new Error(
    `there is no user pool gymcoach-${stage.name} here: is the stage deployed in this account and region?`,
  );
}
