import { spawnSync } from 'node:child_process';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Stack } from '../../build/read-stack.ts';
import { repositoryRoot } from '../../build/repository-root.ts';
import { findCaller } from './caller.ts';
import { changeStack } from './change-stack.ts';
import { accountConcurrency, concurrencyShortage, reservationsOf } from './concurrency.ts';
import type { DeployArguments } from './deploy-arguments.ts';
import { deployedLayerHash } from './deployed-layer-hash.ts';
import { stackReadiness } from './stack-readiness.ts';
import { deleteStack, findStack } from './stacks.ts';
import { stageFigures } from './stage-figures.ts';
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
  if (!stageFigures(stage.name).named) {
    say(`stage "${stage.name}" has no figures of its own: those of "default" in services/_shared/params.yml`);
  }
  const client = new CloudFormationClient(stage.client(''));
  await checkConcurrency(wanted, caller.region, say);
  await checkStates(client, wanted, caller.region, say);
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
  { stage, force }: DeployArguments,
  { region, commit, say }: { readonly region: string; readonly commit: string; readonly say: (line: string) => void },
): Promise<StackResult> {
  const before = await findStack(client, name);
  const seconds = await changeStack({
    ...{ client, stack, name, say, command: 'deploy', env: { GIT_COMMIT: commit } },
    args: ['--stage', stage.name, '--region', region, ...(force ? ['--force'] : [])],
  });
  const after = await findStack(client, name);
  const hash = after?.outputs.get(HASH) ?? 'unknown';
  const same = before?.outputs.get(HASH) === hash && !force;
  return { name, outcome: same ? 'unchanged' : 'changed', hash, seconds };
}

/** Also what was done before the failure, and what was not begun. */
function withProgress(error: unknown, done: readonly StackResult[], left: readonly Stack[], stage: string): Error {
  const lines = [error instanceof Error ? error.message : String(error)];
  if (done.length > 0) lines.push(`  Deployed before it: ${done.map(({ name }) => name).join(', ')}.`);
  if (left.length > 0) lines.push(`  Not begun: ${left.map(({ name }) => `${name}-${stage}`).join(', ')}.`);
  return new Error(lines.join('\n'), { cause: error });
}

async function checkConcurrency({ stage, stacks }: DeployArguments, region: string, say: (line: string) => void) {
  const reservations = reservationsOf(stacks, stage.name);
  if (reservations.length === 0) return say('no function of this stage reserves concurrency');
  const lambda = new LambdaClient({ ...stage.client(''), maxAttempts: 2 });
  const account = await accountConcurrency(lambda, reservations).catch((error: Error) => error);
  if (account instanceof Error) {
    return say(`the concurrency quota could not be looked at (${account.name}: ${account.message.split('\n')[0]})`);
  }
  const shortage = concurrencyShortage(reservations, account, { stage: stage.name, region });
  if (shortage !== undefined) throw new Error(`${shortage}\nNothing was deployed.`);
  say(`concurrency: ${account.limit} in the account, room for what ${stage.name} reserves`);
}

/** All of them first: a stage is not to be half deployed because its last stack is in no state to be. */
async function checkStates(
  client: CloudFormationClient,
  { stage, stacks, platform }: DeployArguments,
  region: string,
  say: (line: string) => void,
): Promise<void> {
  const looked = await Promise.all(
    stacks.map(async (stack) => {
      const name = `${stack.name}-${stage.name}`;
      const found = await findStack(client, name);
      return { name, readiness: stackReadiness(name, found?.status, { stage: stage.name, region }) };
    }),
  );
  const refused = looked.flatMap(({ readiness }) => (readiness.kind === 'refused' ? [readiness.reason] : []));
  if (refused.length > 0) throw new Error(`${refused.join('\n')}\nNothing was deployed.`);
  if (!stacks.includes(platform) && (await findStack(client, `${platform.name}-${stage.name}`)) === undefined) {
    throw new Error(
      `the platform of "${stage.name}" is not deployed in this account and region, and services build on it: ` +
        `npm run deploy -- --stage ${stage.name} first, without --only`,
    );
  }
  for (const { name, readiness } of looked) {
    if ('note' in readiness && readiness.note !== undefined) say(readiness.note);
    if (readiness.kind === 'clear-first') await deleteStack(client, name);
  }
}

function currentCommit(): string {
  const asked = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: repositoryRoot, encoding: 'utf8' });
  return process.env['GIT_COMMIT'] ?? (asked.stdout?.trim() || 'unknown');
}
