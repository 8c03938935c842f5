import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { DeleteLayerVersionCommand, LambdaClient, paginateListLayerVersions } from '@aws-sdk/client-lambda';
import { DeleteParametersCommand, paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import type { Stage } from '../stage.ts';
import { accessLogBucket, deleteAccessLogs } from './delete-access-logs.ts';

/**
 * What no stack deletes: log groups that a last call has made again, layer versions and parameters of earlier deployments, the
 * access logs of a stage that was protected once. Only what carries exactly this stage's names. Gives what it has taken away.
 */
export async function clearLeftovers(
  stage: Stage,
  account: string,
  logGroups: readonly string[],
): Promise<readonly string[]> {
  const bucket = accessLogBucket(stage.name, account);
  const cleared = await Promise.all([
    clearLogGroups(new CloudWatchLogsClient(stage.client('')), logGroups),
    clearLayerVersions(new LambdaClient(stage.client('')), `gymcoach-${stage.name}-core`),
    clearParameters(new SSMClient(stage.client('')), `/gymcoach/${stage.name}/`),
    deleteAccessLogs(stage.client(''), bucket).then((deleted) => (deleted ? [`bucket ${bucket}`] : [])),
  ]);
  return cleared.flat();
}

async function clearLogGroups(logs: CloudWatchLogsClient, names: readonly string[]): Promise<readonly string[]> {
  const cleared: string[] = [];
  for (const logGroupName of names) {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    if (!logGroups.some((group) => group.logGroupName === logGroupName)) continue;
    await logs.send(new DeleteLogGroupCommand({ logGroupName })).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    });
    cleared.push(`log group ${logGroupName}`);
  }
  return cleared;
}

async function clearLayerVersions(client: LambdaClient, LayerName: string): Promise<readonly string[]> {
  const versions: number[] = [];
  for await (const { LayerVersions = [] } of paginateListLayerVersions({ client }, { LayerName })) {
    versions.push(...LayerVersions.flatMap(({ Version }) => Version ?? []));
  }
  for (const VersionNumber of versions) await client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber }));
  return versions.map((version) => `layer version ${LayerName}:${version}`);
}

async function clearParameters(client: SSMClient, Path: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { Parameters = [] } of paginateGetParametersByPath({ client }, { Path, Recursive: true })) {
    names.push(...Parameters.flatMap(({ Name }) => Name ?? []));
  }
  for (let at = 0; at < names.length; at += 10) {
    await client.send(new DeleteParametersCommand({ Names: names.slice(at, at + 10) }));
  }
  return names.map((name) => `parameter ${name}`);
}
