import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { formatTable } from '../capacity/format-table.ts';
import { refuseLocal } from './deployment/deploy-arguments.ts';
import { releasedFunctions } from './rollback/released-functions.ts';
import { planRollback, type Step } from './rollback/roll-back.ts';
import { readArguments, runCommand } from './stage.ts';

const USAGE = 'npm run rollback -- --stage <stage> [--only <service>[/<function>]] [--to <version>] [--dry-run]';

const AFTERWARDS = `Done. Code, environment and layer are those of the versions shown; data, tables, routes, roles and the user pool are as the last
deployment left them. The stacks still name the newer versions: a deployment of the same commit moves nothing, so mend the cause
and deploy that, or deploy the older commit. See docs/operations/releases.md.`;

/**
 * `npm run rollback -- --stage prod`: points the aliases of a stage's functions back to the versions before, at once, or stops
 * the releases that are under way. Looks at every function first, and moves none if one cannot be moved. Not verified on AWS.
 */
await runCommand('rollback', async () => {
  const { stage, flags } = readArguments(USAGE, {
    only: { type: 'string' },
    to: { type: 'string' },
    'dry-run': { type: 'boolean' },
  });
  const [only, wanted] = [flags.only, flags.to].map((flag) => (typeof flag === 'string' ? flag : undefined));
  refuseLocal(stage.name);
  if (wanted !== undefined && !/^[1-9]\d*$/.test(wanted))
    throw new Error(`--to is "${wanted}": give the number of a version`);
  const functions = releasedFunctions(stage.name, only);
  if (wanted !== undefined && functions.length > 1) {
    const names = functions.map(({ part, name }) => `--only ${part}/${name}`);
    throw new Error(`--to is of one function, for each counts its own versions: add one of ${names.join(', ')}`);
  }
  const ports = { lambda: new LambdaClient(stage.client('')), codedeploy: new CodeDeployClient(stage.client('')) };
  const planned = await Promise.allSettled(functions.map((each) => planRollback(ports, each, wanted)));
  const problems = planned.flatMap((plan, index) =>
    plan.status === 'rejected' ? [`  ${functions[index]?.functionName}: ${reasonOf(plan.reason)}`] : [],
  );
  if (problems.length > 0)
    throw new Error(
      [
        'nothing was changed:',
        ...problems,
        ...(problems.length < functions.length ? ['Name the others by --only.'] : []),
      ].join('\n'),
    );
  const steps = planned.flatMap((plan) => (plan.status === 'fulfilled' ? [plan.value] : []));
  if (flags['dry-run'] === true) return `${table(steps)}\nrollback: nothing was changed (--dry-run)`;
  const done = await Promise.allSettled(steps.map(({ run }) => run()));
  const failed = done.flatMap((end, index) =>
    end.status === 'rejected' ? [`  ${steps[index]?.functionName}: ${reasonOf(end.reason)}`] : [],
  );
  if (failed.length > 0) {
    throw new Error(
      [`${failed.length} of ${steps.length} were not moved; run it again:`, ...failed, table(steps)].join('\n'),
    );
  }
  return `${table(steps)}\n${AFTERWARDS}`;
});

function table(steps: readonly Step[]): string {
  return formatTable(
    ['function', 'from', 'to', 'why'],
    steps.map(({ functionName, from, to, why }) => [functionName, from, to, why]),
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'CredentialsProviderError') return 'there are no AWS credentials: sign in, or set AWS_PROFILE';
  return error.message;
}
