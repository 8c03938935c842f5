import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Credentials } from './sign-in.ts';

const TIME_LIMIT_MS = 5_000;

/**
 * The canary user of the stage, from the secret that the deployment has made. Read anew each time: it may be rotated. A function
 * looks in its own region; who asks from elsewhere names that of the stage.
 */
export function canaryCredentials(parameter: string, region?: string): () => Promise<Credentials> {
  const client = new SSMClient({ maxAttempts: 3, ...(region === undefined ? {} : { region }) });
  return async () => {
    const { Parameter } = await client
      .send(new GetParameterCommand({ Name: parameter, WithDecryption: true }), {
        abortSignal: AbortSignal.timeout(TIME_LIMIT_MS),
      })
      .catch((cause: unknown) => {
        const name = cause instanceof Error ? cause.name : 'unknown';
        throw new Error(`the canary user's secret cannot be read: ${name}`, { cause });
      });
    const { username, password } = JSON.parse(Parameter?.Value ?? '{}') as Partial<Credentials>; // checked on the next line
    if (username === undefined || password === undefined) throw new Error("the canary user's secret is none");
    return { username, password };
  };
}
