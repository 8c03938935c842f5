import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Stack } from '../../build/read-stack.ts';
import { findCaller } from '../deployment/caller.ts';
import { changeStack } from '../deployment/change-stack.ts';
import { deployableStacks } from '../deployment/deployable-stacks.ts';
import { findStack, resourcesOf } from '../deployment/stacks.ts';
import { stageFigures } from '../deployment/stage-figures.ts';
import type { Stage } from '../stage.ts';
import { clearLeftovers } from './clear-leftovers.ts';
import { type KeptResource, keptResources } from './kept-resources.ts';

interface Present {
  readonly stack: Stack;
  readonly name: string;
  readonly status: string;
}

/**
 * Removes a stage: its services in reverse, the platform last, and what no stack deletes. Half removed, it goes on where it was.
 * Refuses a stage whose data is to outlive its stacks, and tells what that is. Gives the last line.
 */
export async function removeStage(stage: Stage, say: (line: string) => void): Promise<string> {
  const begun = Date.now();
  const { account, region } = await findCaller(stage);
  const client = new CloudFormationClient(stage.client(''));
  const stacks = deployableStacks(stage.name).toReversed();
  const present = await findPresent(client, stage, stacks);
  await refuseProtected(client, stage, present);
  const busy = present.filter(({ status }) => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS');
  if (busy.length > 0) {
    const each = busy.map(({ name, status }) => `${name} is being changed by somebody else (${status})`);
    throw new Error(
      `${each.join('\n')}\nWait until that has ended, then run the same command again. Nothing was removed.`,
    );
  }
  say(`removing ${stage.name} from account ${account}, ${region}`);
  let keys = 0;
  const logGroups = new Set(stacks.flatMap((stack) => logGroupsOf(stack, stage.name)));
  for (const [at, stack] of stacks.entries()) {
    const name = `${stack.name}-${stage.name}`;
    say(`[${at + 1}/${stacks.length}] ${name}`);
    if (!present.some((one) => one.name === name)) {
      say('             there is none');
      continue;
    }
    for (const { ResourceType, PhysicalResourceId } of await resourcesOf(client, name)) {
      if (ResourceType === 'AWS::Logs::LogGroup' && PhysicalResourceId) logGroups.add(PhysicalResourceId);
      if (ResourceType === 'AWS::KMS::Key') keys++;
    }
    const args = ['--stage', stage.name, '--region', region];
    const seconds = await changeStack({ client, stack, name, say, command: 'remove', args });
    say(`    ${seconds.toFixed(0).padStart(4)} s  removed`);
  }
  for (const one of await clearLeftovers(stage, account, [...logGroups])) say(`also removed: ${one}`);
  const left = await findPresent(client, stage, stacks);
  if (left.length > 0)
    throw new Error(`${left.map(({ name }) => name).join(', ')} are still there: run the same command again`);
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  const pending = keys === 0 ? '' : `; ${keys} KMS key waits for its deletion, and costs nothing until then`;
  return `nothing is left of ${stage.name}: ${present.length} stacks removed in ${seconds} s${pending}`;
}

async function findPresent(
  client: CloudFormationClient,
  stage: Stage,
  stacks: readonly Stack[],
): Promise<readonly Present[]> {
  const looked = await Promise.all(
    stacks.map(async (stack) => {
      const name = `${stack.name}-${stage.name}`;
      return { stack, name, found: await findStack(client, name) };
    }),
  );
  return looked.flatMap(({ found, ...one }) => (found === undefined ? [] : [{ ...one, status: found.status }]));
}

/** By what is deployed as well as by what params.yml says now: either may know of data that is not to go. */
async function refuseProtected(client: CloudFormationClient, stage: Stage, present: readonly Present[]): Promise<void> {
  const kept = (await Promise.all(present.map(({ name }) => keptResources(client, name)))).flat();
  const { protect } = stageFigures(stage.name);
  if (!protect && kept.length === 0) return;
  const why = protect
    ? `"${stage.name}" is protected (protect: true in services/_shared/params.yml)`
    : `"${stage.name}" was deployed protected`;
  throw new Error(
    [
      `${why}: nothing was removed.`,
      kept.length > 0
        ? 'Removed without its protection, its stacks would leave behind:'
        : 'Nothing of it is deployed here.',
      ...kept.map(describeKept),
      `To remove it with its data: set protect: false, retention: Delete and poolProtection: INACTIVE for it there, ` +
        `npm run deploy -- --stage ${stage.name}, then run this again. That deployment lets go of the bucket of access logs, which ` +
        `stays, with its name taken, until the removal has deleted it.`,
    ].join('\n'),
  );
}

const describeKept = ({ stack, logicalId, type, physicalId }: KeptResource): string =>
  `  ${stack}: ${logicalId} (${type}) ${physicalId ?? ''}`.trimEnd();

/** Also of a stack that is gone: a function's last call may have made its log group again. */
function logGroupsOf(stack: Stack, stage: string): readonly string[] {
  const functions = Object.keys((stack.get('functions') ?? {}) as Readonly<Record<string, unknown>>); // by name
  return functions.map((name) => `/aws/lambda/${stack.name}-${stage}-${name}`);
}
