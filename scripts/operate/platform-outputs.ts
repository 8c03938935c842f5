import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Stage } from './stage.ts';

export interface PlatformOutputs {
  readonly region: string;
  /** The value of an output of the platform's stack. Throws when it has none of this name. */
  readonly output: (name: string) => string;
}

/** What the platform of a deployed stage says of itself. Throws when there is none in this account and region. */
export async function platformOutputs(stage: Stage): Promise<PlatformOutputs> {
  const client = new CloudFormationClient(stage.client(''));
  const StackName = `gymcoach-platform-${stage.name}`;
  const { Stacks: [stack] = [] } = await client
    .send(new DescribeStacksCommand({ StackName }))
    .catch((error: unknown) => {
      if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
      throw new Error(`there is no stack ${StackName}: is the stage deployed in this account and region?`, {
        cause: error,
      });
    });
  return {
    region: await client.config.region(),
    output: (name) => {
      const found = stack?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
      if (found === undefined) throw new Error(`${StackName} has no output ${name}: deploy the platform first`);
      return found;
    },
  };
}
