import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListLayersCommand,
} from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';

export const REGION = 'eu-west-1';

/** What a shell has whose AWS is the emulator, and no profile of the person who runs it. */
export const awsEnvironment = (url: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'rehearsal',
  AWS_SECRET_ACCESS_KEY: 'rehearsal',
  AWS_SESSION_TOKEN: '',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  SLS_AWS_MONITORING_FREQUENCY: '500', // milliseconds: nothing here takes longer
});

/** The clients of the checks. */
export interface Account {
  readonly apis: ApiGatewayV2Client;
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly dynamo: DynamoDBClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
}

export function openAccount(endpoint: string): Account {
  const credentials = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };
  const options = { endpoint, region: REGION, credentials };
  return {
    apis: new ApiGatewayV2Client(options),
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    cognito: new CognitoIdentityProviderClient(options),
    dynamo: new DynamoDBClient(options),
    iam: new IAMClient(options),
    lambda: new LambdaClient(options),
    logs: new CloudWatchLogsClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
    ssm: new SSMClient(options),
  };
}

/** Everything that is in the account, as `kind name`: nothing before a deployment, and nothing after a removal. */
export async function everythingIn(account: Account): Promise<readonly string[]> {
  const { apis, cloudFormation, cloudWatch, cognito, dynamo, iam, lambda, logs, s3, sns, sqs, ssm } = account;
  const lists: readonly (readonly [string, Promise<readonly (string | undefined)[]>])[] = [
    ['stack', cloudFormation.send(new DescribeStacksCommand({})).then((a) => a.Stacks?.map((s) => s.StackName) ?? [])],
    ['bucket', s3.send(new ListBucketsCommand({})).then((a) => a.Buckets?.map((b) => b.Name) ?? [])],
    ['table', dynamo.send(new ListTablesCommand({})).then((a) => a.TableNames ?? [])],
    [
      'pool',
      cognito.send(new ListUserPoolsCommand({ MaxResults: 60 })).then((a) => a.UserPools?.map((p) => p.Id) ?? []),
    ],
    ['function', lambda.send(new ListFunctionsCommand({})).then((a) => a.Functions?.map((f) => f.FunctionName) ?? [])],
    ['layer', lambda.send(new ListLayersCommand({})).then((a) => a.Layers?.map((l) => l.LayerName) ?? [])],
    [
      'event source',
      lambda.send(new ListEventSourceMappingsCommand({})).then((a) => a.EventSourceMappings?.map((m) => m.UUID) ?? []),
    ],
    [
      'log group',
      logs.send(new DescribeLogGroupsCommand({})).then((a) => a.logGroups?.map((g) => g.logGroupName) ?? []),
    ],
    [
      'parameter',
      ssm
        .send(new DescribeParametersCommand({}))
        .then((a) => a.Parameters?.flatMap((p) => (p.Name?.startsWith('/gymcoach/') ? p.Name : [])) ?? []),
    ],
    ['queue', sqs.send(new ListQueuesCommand({})).then((a) => a.QueueUrls ?? [])],
    ['topic', sns.send(new ListTopicsCommand({})).then((a) => a.Topics?.map((t) => t.TopicArn) ?? [])],
    ['api', apis.send(new GetApisCommand({})).then((a) => a.Items?.map((i) => i.ApiId) ?? [])],
    ['role', iam.send(new ListRolesCommand({})).then((a) => a.Roles?.map((r) => r.RoleName) ?? [])],
    [
      'alarm',
      cloudWatch.send(new DescribeAlarmsCommand({})).then((a) => a.MetricAlarms?.map((m) => m.AlarmName) ?? []),
    ],
    [
      'dashboard',
      cloudWatch.send(new ListDashboardsCommand({})).then((a) => a.DashboardEntries?.map((d) => d.DashboardName) ?? []),
    ],
  ];
  const named = await Promise.all(lists.map(async ([kind, names]) => (await names).map((name) => `${kind} ${name}`)));
  return named.flat().toSorted();
}
