import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { accountConcurrency, concurrencyShortage, countFunctions, reservationsOf, smallQuota } from './concurrency.ts';
import type { DeployArguments } from './deploy-arguments.ts';
import { stackReadiness } from './stack-readiness.ts';
import { deleteStack, findStack } from './stacks.ts';
import { stageFigures } from './stage-figures.ts';

/**
 * What has to be known before the first stack is touched: whether the stage has figures of its own, how many executions the account may
 * have at once, and whether that leaves room for what the stage reserves, and whether every stack is in a state to be deployed. Throws with the next step when not. Deletes what is left of
 * stacks that never came to be.
 */
export async function lookBeforeDeployment(
  client: CloudFormationClient,
  wanted: DeployArguments,
  region: string,
  say: (line: string) => void,
): Promise<void> {
  const stage = wanted.stage.name;
  if (!stageFigures(stage).named) {
    say(`stage "${stage}" has no figures of its own: those of "default" in services/_shared/params.yml`);
  }
  await checkConcurrency(wanted, region, say);
  await checkStates(client, wanted, region, say);
}

async function checkConcurrency(
  { stage, stacks }: DeployArguments,
  region: string,
  say: (line: string) => void,
): Promise<void> {
  const reservations = reservationsOf(stacks, stage.name);
  const lambda = new LambdaClient({ ...stage.client(''), maxAttempts: 2 });
  const account = await accountConcurrency(lambda, reservations).catch((error: Error) => error);
  if (account instanceof Error) {
    return say(
      `concurrency: the account's quota could not be looked at (${account.name}: ${account.message.split('\n')[0]})`,
    );
  }
  const shortage = concurrencyShortage(reservations, account, { stage: stage.name, region });
  if (shortage !== undefined) throw new Error(`${shortage}\nNothing was deployed.`);
  const room = reservations.length === 0 ? 'no function here reserves any' : `room for what ${stage.name} reserves`;
  say(`concurrency: the account has ${account.limit}, ${room}`);
  const warning = smallQuota(account.limit, { functions: countFunctions(stacks), stage: stage.name, region });
  if (warning !== undefined) say(`warning: ${warning}`);
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
