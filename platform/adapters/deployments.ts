import {
  CodeDeployClient,
  GetDeploymentCommand,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import type { ReleaseDeployment, ReleaseVerdict } from '../domain/check-release.ts';

export interface Deployments {
  readonly read: (deploymentId: string) => Promise<ReleaseDeployment>;
  readonly report: (deploymentId: string, hookExecutionId: string, status: ReleaseVerdict['status']) => Promise<void>;
}

const TIME_LIMIT_MS = 5_000;

/** CodeDeploy, as a hook of it needs it. */
export function deployments(): Deployments {
  const client = new CodeDeployClient({ maxAttempts: 4 });
  const within = () => ({ abortSignal: AbortSignal.timeout(TIME_LIMIT_MS) });
  return {
    async read(deploymentId) {
      const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }), within());
      const { revision, creator } = deploymentInfo ?? {};
      return {
        // The first is the newer form; CloudFormation's deployments may have either.
        appSpec: revision?.appSpecContent?.content ?? revision?.string?.content ?? '',
        isRollback: creator === 'codeDeployRollback',
      };
    },
    async report(deploymentId, lifecycleEventHookExecutionId, status) {
      const input = { deploymentId, lifecycleEventHookExecutionId, status };
      await client.send(new PutLifecycleEventHookExecutionStatusCommand(input), within());
    },
  };
}
