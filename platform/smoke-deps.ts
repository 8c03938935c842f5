import { canaryCredentials } from './adapters/canary-credentials.ts';
import { deployments } from './adapters/deployments.ts';
import { httpsSend } from './adapters/https-send.ts';
import { lambdaInvoke, versionSend } from './adapters/lambda-send.ts';
import { signIn } from './adapters/sign-in.ts';
import type { ReleasePorts } from './domain/check-release.ts';
import type { SmokePorts } from './domain/smoke-journey.ts';

// Apart from deps.ts: the clients that are plugged in here would be packed with the function that serves routes, too.

/** What the journey needs of the world, for the function that runs it against the whole stage. */
export const smokePorts = (): SmokePorts => ({ send: httpsSend(needed('API_URL')), signIn: signInCanary, now });

/** What the check of one deployment needs of the world: only its function is told of it. */
export function releasePorts(deploymentId: string, hookExecutionId: string): ReleasePorts {
  const [{ read, report }, invoke] = [deployments(), lambdaInvoke()];
  return {
    stage: process.env['STAGE'] ?? 'unknown',
    deployment: read,
    invoke,
    send: (version) => versionSend(invoke, version),
    signIn: signInCanary,
    now,
    report: (status) => report(deploymentId, hookExecutionId, status),
  };
}

const now = (): number => performance.now();

/** Looks at the environment when it is called: what is missing there fails a step, and the check can still say so. */
async function signInCanary(): Promise<string> {
  const flow = needed('SIGN_IN_FLOW');
  const options = {
    endpoint: needed('USER_POOL_URL'),
    userPoolId: needed('USER_POOL_ID'),
    clientId: needed('USER_POOL_CLIENT_ID'),
    flow: flow === 'USER_PASSWORD_AUTH' ? flow : 'USER_SRP_AUTH',
  } as const;
  return signIn(options, await canaryCredentials(needed('CANARY_PARAMETER'))());
}

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`missing in the environment: ${name}`);
  return value;
}
