import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { AdminCreateUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { deployableStacks } from '../../scripts/operate/deployment/deployable-stacks.ts';
import { copyRepository } from '../e2e/copy-repository.ts';
import { type Ended, runTask } from '../e2e/run-task.ts';
import { type Account, awsEnvironment } from './account.ts';
import { functionsWired } from './checks/functions-wired.ts';
import { keysPacked } from './checks/keys-packed.ts';
import { routesWired } from './checks/routes-wired.ts';
import { stacksComplete } from './checks/stacks-complete.ts';
import { type Deployed, ofType, readDeployed } from './deployed-stacks.ts';

/** What a rehearsal has to work with: a copy of the repository that it may change, and an account to deploy it to. */
export interface Rehearsal {
  readonly stage: string;
  readonly account: Account;
  /** Of the copy. */
  readonly root: string;
  /** Runs a command of the copy; its output is thrown when it ends otherwise than expected. */
  run(args: readonly string[], expected?: RunExpectation): Promise<Ended>;
  read(): Promise<Deployed>;
  /** Everything in the account, as `kind name`. */
  found(): Promise<readonly string[]>;
  remove(): void;
}

export interface RunExpectation {
  /** @default 0 */
  readonly code?: number;
  /** Folder of the copy where it is run. @default its root */
  readonly folder?: string;
  /** What its output has to say. */
  readonly says?: readonly RegExp[];
  /** @default 'npm' */
  readonly command?: string;
}

const TIME_LIMIT_MS = 10 * 60_000;

export function openRehearsal(stage: string, account: Account, url: string, found: Rehearsal['found']): Rehearsal {
  const copy = copyRepository();
  const stacks = () => deployableStacks(stage, { root: copy.root });
  return {
    stage,
    account,
    root: copy.root,
    async run(args, { code = 0, folder = '.', says = [], command = 'npm' } = {}) {
      const env = { ...awsEnvironment(url), GIT_COMMIT: 'rehearsal', HOME: copy.root, NO_COLOR: '1' };
      const ended = await runTask(args, env, { cwd: join(copy.root, folder), command, timeoutMs: TIME_LIMIT_MS });
      const output = `${ended.stdout}${ended.stderr}`;
      const unsaid = says.filter((pattern) => !pattern.test(output));
      if (ended.code === code && unsaid.length === 0) return ended;
      const wanted = [`code ${code}`, ...unsaid.map(String)].join(', ');
      throw new Error(`${command} ${args.join(' ')} ended with ${ended.code}, expected was ${wanted}:\n${output}`);
    },
    found,
    read: () => readDeployed(account, stacks(), stage),
    remove: copy.remove,
  };
}

/** Throws with all that is wrong with what is deployed; every stack has to be in one of these states. */
export async function check(
  { account, read }: Rehearsal,
  states: readonly string[] = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'],
): Promise<Deployed> {
  const deployed = await read();
  const problems = [
    ...stacksComplete(deployed, states),
    ...keysPacked(deployed),
    ...(await functionsWired(account, deployed)),
    ...(await routesWired(account, deployed)),
  ];
  if (problems.length > 0) throw new Error(`what was deployed is not whole:\n${problems.join('\n')}`);
  return deployed;
}

/** The platform first, by the option for it, then all: what is there already is left alone. */
export async function deployAll(rehearsal: Rehearsal, deploy: readonly string[]): Promise<void> {
  await rehearsal.run([...deploy, '--infrastructure-only'], { says: [/^deployed 1 of 1 stacks/m] });
  await rehearsal.run(deploy, { says: [/^deployed \d+ of \d+ stacks/m, /gymcoach-platform-\S+ +unchanged/] });
}

/** The second deployment of the same sources, of all and by `sls deploy` of one: no stack may see an event. */
export async function deployAgain(rehearsal: Rehearsal, deploy: readonly string[]): Promise<void> {
  const before = await countEvents(rehearsal);
  await rehearsal.run(deploy, { says: [/^nothing to deploy: /m] });
  const alone = { folder: 'services/user-profile-service', command: 'npx', says: [/is deployed with this content/] };
  await rehearsal.run(['sls', 'deploy', '--stage', rehearsal.stage], alone);
  const after = await countEvents(rehearsal);
  if (after !== before) throw new Error(`${after - before} events came of a deployment without a change`);
}

/**
 * The commands of operators, on what was deployed: cursor key, first admin, the queue of changes put aside, and the canary's
 * password. `npm run smoke` is none of them: it calls an API, and the emulator's answers nothing.
 */
export async function operate({ stage, run, account, read }: Rehearsal): Promise<void> {
  const command = (name: string, ...args: readonly string[]) => ['run', name, '--', '--stage', stage, ...args];
  await run(command('cursor-key'), { says: [/^the cursor key of \S+ is there$/m] });
  const [pool] = ofType(await read(), 'AWS::Cognito::UserPool');
  const UserPoolId = pool?.stack.resources.get(pool.id)?.PhysicalResourceId;
  const Username = 'ada@example.com';
  const UserAttributes = [
    { Name: 'email', Value: Username },
    { Name: 'email_verified', Value: 'true' },
  ];
  await account.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes }));
  const Password = 'A rehearsal needs 14 characters!';
  await account.cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  await run(command('grant', '--role', 'admin', Username), { says: [/^granted admin/m] });
  await run(command('redrive'), { says: [/^0 numbered, 0 had their number, 0 do not count$/m] });
  const asked = new GetParameterCommand({ Name: `/gymcoach/${stage}/canary`, WithDecryption: true });
  const { Parameter: first } = await account.ssm.send(asked);
  await run(command('canary-user'), { says: [/^the canary user of \S+ is there$/m] });
  await run(command('canary-user', '--rotate'), { says: [/^the canary user of \S+ is made; its password is in \//m] });
  const { Parameter: second } = await account.ssm.send(asked);
  if (second?.Value === first?.Value) throw new Error('the canary has the password of before');
}

async function countEvents({ account, read }: Rehearsal): Promise<number> {
  const { stacks } = await read();
  const counts = await Promise.all(
    stacks.map(async ({ name }) => {
      const { StackEvents = [] } = await account.cloudFormation.send(
        new DescribeStackEventsCommand({ StackName: name }),
      );
      return StackEvents.length;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Changes nothing but the layer, and deploys: no service alone, and then every function has to have the new version. */
export async function changeLayer(rehearsal: Rehearsal, deploy: readonly string[]): Promise<void> {
  const before = await layersOf(rehearsal);
  appendFileSync(
    join(rehearsal.root, 'layers/core/log.ts'),
    "\nexport const rehearsed = 'a change of the layer alone';\n",
  );
  await rehearsal.run([...deploy, '--only', 'user-profile-service'], {
    code: 1,
    says: [/needs what is not deployed: parameter \/gymcoach\/.*\. Deploy the platform/],
  });
  await rehearsal.run(deploy, { says: [/^deployed (\d+) of \1 stacks/m] });
  await check(rehearsal);
  const after = await layersOf(rehearsal);
  const kept = [...after].filter(([name, layer]) => before.get(name) === layer).map(([name]) => name);
  if (kept.length > 0) throw new Error(`${kept.join(', ')}: the layer is the one of before`);
  if (new Set(after.values()).size !== 1) throw new Error(`functions have ${new Set(after.values()).size} layers`);
}

async function layersOf({ account, read }: Rehearsal): Promise<ReadonlyMap<string, string>> {
  const functions = ofType(await read(), 'AWS::Lambda::Function');
  return new Map(
    await Promise.all(
      functions.map(async ({ stack, id }) => {
        const FunctionName = stack.resources.get(id)?.PhysicalResourceId;
        const { Layers = [] } = await account.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        return [String(FunctionName), Layers.map(({ Arn }) => Arn).join()] as const;
      }),
    ),
  );
}

/** Adds a resource that cannot be made, deploys, mends it and deploys again. */
export async function failAndMend(rehearsal: Rehearsal, deploy: readonly string[]): Promise<void> {
  const file = join(rehearsal.root, 'services/change-feed-service/resources/failed-changes.yml');
  const text = readFileSync(file, 'utf8');
  const spoiled =
    '\n  SpoiledQueue:\n    Type: AWS::SQS::Queue\n    Properties: { QueueName: "no name for a queue" }\n';
  writeFileSync(file, `${text}${spoiled}`);
  const stack = `gymcoach-change-feed-${rehearsal.stage}`;
  await rehearsal.run(deploy, {
    code: 1,
    says: [
      new RegExp(`^deploy: ${stack} failed:$`, 'm'),
      /^ {2}SpoiledQueue \(AWS::SQS::Queue\) CREATE_FAILED: .*alphanumeric/m,
      /The stack is as it was before\. Mend the cause, then run the same command again\./,
      /In place before it: gymcoach-platform-/,
    ],
  });
  writeFileSync(file, text);
  // CloudFormation has taken everything back, so the stack is the one of before and needs no deployment.
  await rehearsal.run([...deploy, '--only', 'gymcoach-change-feed'], {
    says: [/was rolled back: it is compared/, /^nothing to deploy: /m],
  });
  await check(rehearsal, ['UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']);
}

/** One stack by `sls remove` alone, and then the stage: nothing may be left in the account. */
export async function removeAll(rehearsal: Rehearsal): Promise<void> {
  const { stage, run, found } = rehearsal;
  const folder = 'services/access-service';
  await run(['sls', 'remove', '--stage', stage], { folder, command: 'npx' });
  await run(['run', 'remove', '--', '--stage', stage], { says: [new RegExp(`^nothing is left of ${stage}: `, 'm')] });
  const left = await found();
  if (left.length > 0) throw new Error(`after the removal there are still:\n${left.join('\n')}`);
}

/** A protected stage stays as it is, and what it would leave behind is listed. */
export async function refuseRemoval(rehearsal: Rehearsal): Promise<void> {
  const { stage, run, found } = rehearsal;
  const before = await found();
  await run(['run', 'remove', '--', '--stage', stage], {
    code: 1,
    says: [
      /is protected .*nothing was removed/,
      /MainTable \(AWS::DynamoDB::Table\) gymcoach-/,
      /UserPool \(AWS::Cognito::UserPool\)/,
    ],
  });
  const after = await found();
  if (after.join() !== before.join()) throw new Error('a removal that was refused has removed something');
}
