import { spawnSync } from 'node:child_process';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Stack } from '../../build/read-stack.ts';
import { repositoryRoot } from '../../build/repository-root.ts';
import { lookBeforeDeployment } from './before-deployment.ts';
import { findCaller } from './caller.ts';
import { changeStack } from './change-stack.ts';
import type { DeployArguments } from './deploy-arguments.ts';
import { deployedLayerHash } from './deployed-layer-hash.ts';
import { findStack } from './stacks.ts';
import { describeDeployment, type StackResult } from './summary.ts';

const HASH = 'ContentHash';

/**
 * Deploys stacks in order, each by `sls deploy` in its folder, which leaves it alone when its content is deployed already. Account,
 * quota and the state of every stack are looked at before the first one is touched. Gives the summary.
 */
export async function deployStacks(wanted: DeployArguments, say: (line: string) => void): Promise<string> {
  const { stage, stacks, platform } = wanted;
  const caller = await findCaller(stage);
  const commit = currentCommit();
  say(`deploying ${stage.name} to account ${caller.account}, ${caller.region}, as ${caller.arn}`);
  const client = new CloudFormationClient(stage.client(''));
  await lookBeforeDeployment(client, wanted, caller.region, say);
  const results: StackResult[] = [];
  for (const [at, stack] of stacks.entries()) {
    const name = `${stack.name}-${stage.name}`;
    say(`[${at + 1}/${stacks.length}] ${name}`);
    const result = await deployOne(client, stack, name, wanted, { region: caller.region, commit, say }).catch(
      (error) => {
        throw withProgress(error, results, stacks.slice(at + 1), stage.name);
      },
    );
    say(`    ${result.seconds.toFixed(0).padStart(4)} s  ${result.outcome}, content ${result.hash}`);
    results.push(result);
  }
  const deployed = await findStack(client, `${platform.name}-${stage.name}`);
  const layerHash = await deployedLayerHash(stage);
  const { account, region } = caller;
  return describeDeployment({
    ...{ stage: stage.name, account, region, commit, stacks: results, layerHash },
    platform: deployed?.outputs,
  });
}

async function deployOne(
  client: CloudFormationClient,
  stack: Stack,
  name: string,
  { stage, force, params }: DeployArguments,
  { region, commit, say }: { readonly region: string; readonly commit: string; readonly say: (line: string) => void },
): Promise<StackResult> {
  const before = await findStack(client, name);
  const seconds = await changeStack({
    ...{ client, stack, name, say, command: 'deploy', env: { GIT_COMMIT: commit } },
    args: [
      '--stage',
      stage.name,
      '--region',
      region,
      ...(force ? ['--force'] : []),
      ...params.map((param) => `--param=${param}`),
    ],
  });
  const after = await findStack(client, name);
  const hash = after?.outputs.get(HASH) ?? 'unknown';
  const same = before?.outputs.get(HASH) === hash && !force;
  return { name, outcome: same ? 'unchanged' : 'changed', hash, seconds };
}

/** Also what was done before the failure, and what was not begun. */
function withProgress(error: unknown, done: readonly StackResult[], left: readonly Stack[], stage: string): Error {
  const lines = [error instanceof Error ? error.message : String(error)];
  if (done.length > 0) lines.push(`  In place before it: ${done.map(({ name }) => name).join(', ')}.`);
  if (left.length > 0) lines.push(`  Not begun: ${left.map(({ name }) => `${name}-${stage}`).join(', ')}.`);
  return new Error(lines.join('\n'), { cause: error });
}

function currentCommit(): string {
  const asked = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: repositoryRoot, encoding: 'utf8' });
  return process.env['GIT_COMMIT'] ?? (asked.stdout?.trim() || 'unknown');
}
