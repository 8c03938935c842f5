import {
  BatchGetDeploymentsCommand,
  type CodeDeployClient,
  type DeploymentInfo,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  type AliasConfiguration,
  GetAliasCommand,
  type LambdaClient,
  paginateListVersionsByFunction,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { chooseVersion, type PastRelease } from './choose-version.ts';
import type { ReleasedFunction } from './released-functions.ts';

export interface RollbackPorts {
  readonly lambda: LambdaClient;
  readonly codedeploy: CodeDeployClient;
}

/** What happens to one function. */
export interface Step {
  readonly functionName: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
  /** Does it; a plan that is only shown is never run. */
  readonly run: () => Promise<void>;
}

const ALIAS = 'live';
/** As many as CodeDeploy tells of at once: releases of months. */
const REMEMBERED = 25;

/** What a rollback of one function would do. Throws when it cannot be done, before anything has been changed. */
export async function planRollback(
  { lambda, codedeploy }: RollbackPorts,
  { functionName, application }: ReleasedFunction,
  wanted: string | undefined,
): Promise<Step> {
  const alias = await readAlias(lambda, functionName);
  const { FunctionVersion: current = '', RoutingConfig, RevisionId } = alias;
  const [running] = await deploymentsOf(codedeploy, application, functionName, [
    'Created',
    'Queued',
    'InProgress',
    'Ready',
  ]);
  if (running?.deploymentId !== undefined) {
    const { deploymentId } = running;
    // An alias that is moved meanwhile would be moved on by CodeDeploy.
    if (wanted !== undefined) throw new Error(`deployment ${deploymentId} is under way: run without --to first`);
    const [fresh = releaseOf(running).to] = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {});
    const stop = new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true });
    return {
      functionName,
      from: `${fresh} (being released)`,
      to: current,
      why: `deployment ${deploymentId} is stopped`,
      run: async () => void (await codedeploy.send(stop)),
    };
  }
  const past = await deploymentsOf(codedeploy, application, functionName, ['Succeeded']);
  const versions = await versionsOf(lambda, functionName);
  const { to, why } = chooseVersion({ current, versions, releases: past.map(releaseOf), wanted });
  const update = new UpdateAliasCommand({
    FunctionName: functionName,
    Name: ALIAS,
    FunctionVersion: to,
    RoutingConfig: { AdditionalVersionWeights: {} },
    // Refused when somebody else has moved it since.
    RevisionId,
  });
  return { functionName, from: current, to, why, run: async () => void (await lambda.send(update)) };
}

async function readAlias(lambda: LambdaClient, FunctionName: string): Promise<AliasConfiguration> {
  try {
    return await lambda.send(new GetAliasCommand({ FunctionName, Name: ALIAS }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ResourceNotFoundException')) throw error;
    throw new Error(`there is no alias ${ALIAS} here: is the stage deployed in this account and region?`, {
      cause: error,
    });
  }
}

async function versionsOf(client: LambdaClient, FunctionName: string): Promise<readonly string[]> {
  const versions: string[] = [];
  for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName })) {
    versions.push(...Versions.flatMap(({ Version }) => (Version === undefined ? [] : [Version])));
  }
  return versions;
}

/** Newest first; none where CodeDeploy has no such group, as after a first deployment without it. */
async function deploymentsOf(
  codedeploy: CodeDeployClient,
  applicationName: string,
  deploymentGroupName: string,
  includeOnlyStatuses: ('Created' | 'Queued' | 'InProgress' | 'Ready' | 'Succeeded')[],
): Promise<readonly DeploymentInfo[]> {
  try {
    const group = { applicationName, deploymentGroupName, includeOnlyStatuses };
    const { deployments = [] } = await codedeploy.send(new ListDeploymentsCommand(group));
    if (deployments.length === 0) return [];
    const deploymentIds = deployments.slice(0, REMEMBERED);
    const { deploymentsInfo = [] } = await codedeploy.send(new BatchGetDeploymentsCommand({ deploymentIds }));
    return deploymentsInfo.toSorted((a, b) => Number(b.createTime ?? 0) - Number(a.createTime ?? 0));
  } catch (error) {
    if (error instanceof Error && /^(Application|DeploymentGroup)DoesNotExistException$/.test(error.name)) return [];
    throw error;
  }
}

function releaseOf({ revision }: DeploymentInfo): PastRelease {
  const text = revision?.appSpecContent?.content ?? revision?.string?.content ?? '';
  const version = (key: string): string => new RegExp(`${key}"?\\s*:\\s*["']?(\\d+)`).exec(text)?.[1] ?? '';
  return { from: version('CurrentVersion'), to: version('TargetVersion') };
}
