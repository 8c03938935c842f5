import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '@gymcoach/core/log';
import type { Context } from 'aws-lambda';
import { checkRelease } from '../domain/check-release.ts';
import { releasePorts } from '../smoke-deps.ts';

/** What CodeDeploy tells a hook: ids alone. */
interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

/** Kept to tell CodeDeploy. */
const RESERVE_MS = 6_000;

/** CodeDeploy's hook before traffic: see `checkRelease`. */
export async function handler(
  { DeploymentId, LifecycleEventHookExecutionId }: HookEvent,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
): Promise<void> {
  const ports = releasePorts(DeploymentId, LifecycleEventHookExecutionId);
  const late = sleep(context.getRemainingTimeInMillis() - RESERVE_MS, undefined, { ref: false });
  const verdict = await checkRelease(ports, DeploymentId, late);
  const level = verdict.status === 'Succeeded' ? 'info' : 'error';
  const fields = { service: 'release-check', lambdaRequestId: context.awsRequestId, deploymentId: DeploymentId };
  log(level, 'release', { ...fields, ...verdict }, { always: true });
}
