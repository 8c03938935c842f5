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
import { awsEnvironment, REGION } from './account.ts';

export interface RollbackRehearsal {
  /** The emulator's address. */
  readonly endpoint: string;
  /** Two archives of code: versions of one content are one version. */
  readonly archives: readonly [string, string];
}

/** What taking a release back has come to. */
export interface RolledBack {
  readonly functions: number;
  /** Of the command, its start included. */
  readonly milliseconds: number;
}

const ALIAS = 'live';
/** The emulator asks whether it exists. */
const ROLE = 'rollback-rehearsal';

/**
 * Releases every function of prod twice in an emulator, takes the second release back by `npm run rollback`, and tries what has to
 * be refused. Throws what did not hold. Its functions are its own, made by calls, and it leaves none.
 */
export async function rehearseRollback({ endpoint, archives }: RollbackRehearsal): Promise<RolledBack> {
  const credentials = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };
  const client = { endpoint, region: REGION, credentials };
  const [lambda, iam] = [new LambdaClient(client), new IAMClient(client)];
  const functions = releasedFunctions('prod', undefined);
  const env = { ...process.env, ...awsEnvironment(endpoint) };
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
    const milliseconds = Math.round(performance.now() - begun);
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
    const refused = await run();
    assert.match(refused.said, /nothing was changed:/);
    assert.equal(refused.code, 1);
    assert.equal(await live(first.functionName), '2', 'where one cannot be moved, none is');
    return { functions: functions.length, milliseconds };
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
