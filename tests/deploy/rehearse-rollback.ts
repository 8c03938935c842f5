import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { type ReleasedFunction, releasedFunctions } from '../../scripts/operate/rollback/released-functions.ts';

export interface RollbackRehearsal {
  /** The emulator's address. */
  readonly endpoint: string;
  readonly region?: string;
  /** Two archives of code: versions of one content are one version. */
  readonly archives: readonly [string, string];
}

const ALIAS = 'live';
/** The emulator asks whether it exists. */
const ROLE = 'rollback-rehearsal';
const CREDENTIALS = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };

/**
 * Releases every function of prod twice in an emulator, takes the second release back by `npm run rollback`, and tries what has to
 * be refused. Gives a line for the report; throws what did not hold. It leaves nothing.
 */
export async function rehearseRollback({
  endpoint,
  region = 'eu-west-1',
  archives,
}: RollbackRehearsal): Promise<string> {
  const client = { endpoint, region, credentials: CREDENTIALS };
  const [lambda, iam] = [new LambdaClient(client), new IAMClient(client)];
  const functions = releasedFunctions('prod', undefined);
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  };
  const run = async (...args: readonly string[]) => {
    const script = join(repositoryRoot, 'scripts/operate/rollback.ts');
    const command = promisify(execFile)(process.execPath, [script, '--stage', 'prod', ...args], { env });
    return command.then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
    );
  };
  const live = (FunctionName: string) =>
    lambda.send(new GetAliasCommand({ FunctionName, Name: ALIAS })).then(({ FunctionVersion }) => FunctionVersion);
  const allLive = () => Promise.all(functions.map(({ functionName }) => live(functionName)));
  const role = { RoleName: ROLE, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' };
  const { Role } = await iam.send(new CreateRoleCommand(role));
  try {
    for (const each of functions) await release(lambda, each, Role?.Arn, archives);
    assert.deepEqual(new Set(await allLive()), new Set(['2']), 'two releases make two versions');
    const shown = await run('--dry-run');
    assert.equal(shown.code, 0, shown.said);
    assert.deepEqual(new Set(await allLive()), new Set(['2']), 'a dry run moves nothing');
    const begun = performance.now();
    const back = await run();
    const ms = Math.round(performance.now() - begun);
    assert.equal(back.code, 0, back.said);
    assert.deepEqual(new Set(await allLive()), new Set(['1']), 'every alias is back');
    const again = await run();
    assert.match(again.said, /version 1 is the first: there is nothing to go back to/);
    assert.equal(again.code, 1);
    const [first] = functions;
    assert.ok(first !== undefined);
    const forth = await run('--only', `${first.part}/${first.name}`, '--to', '2');
    assert.equal(forth.code, 0, forth.said);
    assert.equal(await live(first.functionName), '2', 'and forth again');
    return `rollback: ${functions.length} functions back in ${ms} ms, the command's start included`;
  } finally {
    const remove = ({ functionName: FunctionName }: ReleasedFunction) =>
      lambda.send(new DeleteFunctionCommand({ FunctionName })).catch(() => undefined);
    await Promise.all(functions.map(remove));
    await iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
    lambda.destroy();
    iam.destroy();
  }
}

async function release(
  lambda: LambdaClient,
  { functionName: FunctionName }: ReleasedFunction,
  Role: string | undefined,
  archives: readonly [string, string],
): Promise<void> {
  const [first, second] = archives.map((file) => readFileSync(file));
  const code = {
    Runtime: 'nodejs24.x',
    Handler: 'handlers/api.handler',
    Role,
    Code: { ZipFile: first },
  } as const;
  await lambda.send(new CreateFunctionCommand({ FunctionName, ...code }));
  const one = await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: ALIAS, FunctionVersion: one.Version }));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: second }));
  const two = await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: ALIAS, FunctionVersion: two.Version }));
}
