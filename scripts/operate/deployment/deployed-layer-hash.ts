import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Stage } from '../stage.ts';

/** Content hash of the layer that the stage's platform has deployed last; `unknown` where it cannot be read. */
export async function deployedLayerHash(stage: Stage): Promise<string> {
  const ssm = new SSMClient(stage.client(''));
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `/gymcoach/${stage.name}/layer/core-hash` }));
    return Parameter?.Value ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
