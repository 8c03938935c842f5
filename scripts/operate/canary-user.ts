import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ensureCanaryUser } from './ensure-canary-user.ts';
import { findPool } from './find-pool.ts';
import { readArguments, runCommand } from './stage.ts';

/**
 * `npm run canary-user -- --stage S [--rotate]`: makes the canary user of a stage and keeps its password as a secure text in the
 * Parameter Store, where there is none; with `--rotate` a new password. A repeat mends what failed halfway.
 */
await runCommand('canary-user', async () => {
  const { stage, flags } = readArguments('npm run canary-user -- --stage <stage> [--rotate]', {
    rotate: { type: 'boolean' },
  });
  if (stage.name === 'local') throw new Error('the local stage keeps no secret: npm run smoke makes its user itself');
  const ssm = new SSMClient(stage.client(''));
  const cognito = new CognitoIdentityProviderClient(stage.client(''));
  const Name = `/gymcoach/${stage.name}/canary`;
  if (flags.rotate !== true && (await isThere(ssm, Name))) return `the canary user of ${stage.name} is there`;
  const credentials = await ensureCanaryUser(cognito, await findPool(stage));
  await ssm.send(
    new PutParameterCommand({
      Name,
      Type: 'SecureString',
      Value: JSON.stringify(credentials),
      Overwrite: true,
      Description: 'Who the synthetic canary and the check of releases sign in as',
    }),
  );
  return `the canary user of ${stage.name} is made; its password is in ${Name}`;
});

async function isThere(ssm: SSMClient, Name: string): Promise<boolean> {
  try {
    await ssm.send(new GetParameterCommand({ Name }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return false;
    throw error;
  }
}
