import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { canaryCredentials } from '../../platform/adapters/canary-credentials.ts';
import { httpsSend } from '../../platform/adapters/https-send.ts';
import { signIn } from '../../platform/adapters/sign-in.ts';
import { type SmokePorts, type SmokeReport, smokeJourney } from '../../platform/domain/smoke-journey.ts';
import { dataFolder, localNames } from '../local/local-names.ts';
import { readRunFile } from '../local/run-file.ts';
import { ensureCanaryUser } from './ensure-canary-user.ts';
import { platformOutputs } from './platform-outputs.ts';
import { readArguments, runCommand, type Stage } from './stage.ts';

/**
 * `npm run smoke [-- --stage S]`: the journey of the canary, once, from here: against `npm start` unless a stage is named. The
 * local pool gets its canary user now; that of a stage is the one of its secret.
 */
await runCommand('smoke', async () => {
  const named = process.argv.some((word) => word.startsWith('--stage'));
  if (!named) process.argv.push('--stage', 'local');
  const { stage } = readArguments('npm run smoke [-- --stage <stage>]', {});
  const report = await smokeJourney(await (stage.name === 'local' ? localPorts(stage) : deployedPorts(stage)));
  const told = printed(report);
  if (report.passed) return `${told}\nsmoke: passed in ${report.ms} ms`;
  throw new Error(`failed at "${report.steps.at(-1)?.name}": ${report.reason}\n${told}`);
});

function now(): number {
  return performance.now();
}

async function localPorts(stage: Stage): Promise<SmokePorts> {
  const running = readRunFile(dataFolder())?.endpoints;
  const api = process.env['GYMCOACH_API_URL'] ?? running?.api;
  const cognito = process.env['GYMCOACH_COGNITO_URL'] ?? running?.cognito;
  if (api === undefined || cognito === undefined) throw new Error('the local platform is not running: npm start first');
  const { userPoolId, userPoolClientId: clientId } = localNames;
  const options = { endpoint: cognito, userPoolId, clientId, flow: 'USER_PASSWORD_AUTH' } as const;
  return {
    send: httpsSend(api),
    // Part of the step, so that a pool which is gone fails there and not before.
    signIn: async () => {
      const client = new CognitoIdentityProviderClient(stage.client(cognito));
      return signIn(options, await ensureCanaryUser(client, userPoolId));
    },
    now,
  };
}

async function deployedPorts(stage: Stage): Promise<SmokePorts> {
  const { region, output } = await platformOutputs(stage);
  const credentials = canaryCredentials(`/gymcoach/${stage.name}/canary`, region);
  const options = {
    endpoint: `https://cognito-idp.${region}.amazonaws.com/`,
    userPoolId: output('UserPoolId'),
    clientId: output('UserPoolClientId'),
    flow: 'USER_SRP_AUTH',
  } as const;
  return { send: httpsSend(output('HttpApiUrl')), signIn: async () => signIn(options, await credentials()), now };
}

function printed({ steps }: SmokeReport): string {
  return steps.map(({ name, status, ms }) => `  ${name.padEnd(28)} ${status ?? '-'}  ${ms} ms`).join('\n');
}
