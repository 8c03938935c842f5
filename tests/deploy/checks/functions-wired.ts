import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeUserPoolClientCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, GetLayerVersionCommand } from '@aws-sdk/client-lambda';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Account } from '../account.ts';
import { type Deployed, type DeployedStack, ofType, physicalId } from '../deployed-stacks.ts';
import { expectedValue } from './expected-value.ts';

const LAYER = 'AWS::Lambda::LayerVersion';

/** Every function against its template, its archive, the layer and what its environment names. */
export async function functionsWired(account: Account, deployed: Deployed): Promise<readonly string[]> {
  const layers = new Set(ofType(deployed, LAYER).map(({ stack, id }) => physicalId(stack, id)));
  const checked = await Promise.all(
    ofType(deployed, 'AWS::Lambda::Function').map(async ({ stack, id, resource }) => {
      const name = physicalId(stack, id);
      const found = await account.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      const wanted = resource.Properties ?? {};
      const own = (found.Layers ?? []).map(({ Arn = '' }) => Arn);
      const stale = own
        .filter((arn) => !layers.has(arn))
        .map((arn) => `${name} has the layer ${arn}, which is not deployed`);
      const count = Array.isArray(wanted['Layers']) ? wanted['Layers'].length : 0;
      return [
        ...(own.length === count ? [] : [`${name} has ${own.length} layers, its template ${count}`]),
        ...stale,
        ...sameCode(stack, name, wanted, found.CodeSha256),
        ...(await environmentWired(account, deployed, {
          stack,
          name,
          wanted,
          found: found.Environment?.Variables ?? {},
        })),
      ];
    }),
  );
  const missing = await Promise.all(
    [...layers].map(async (arn) => {
      const [, LayerName, version] = /:layer:([^:]+):(\d+)$/.exec(arn) ?? [];
      const asked = new GetLayerVersionCommand({ LayerName, VersionNumber: Number(version) });
      const layer = await account.lambda.send(asked).catch(() => undefined);
      return layer === undefined ? [`the layer ${arn} does not exist`] : [];
    }),
  );
  return [...checked.flat(), ...missing.flat()];
}

/** The function runs the archive that was packaged for it. */
function sameCode(
  stack: DeployedStack,
  name: string,
  wanted: Readonly<Record<string, unknown>>,
  sha256: string | undefined,
): readonly string[] {
  const { S3Key = '' } = (wanted['Code'] ?? {}) as { readonly S3Key?: string }; // the CLI's
  const archive = join(stack.folder, '.serverless', S3Key.slice(S3Key.lastIndexOf('/') + 1));
  if (!existsSync(archive)) return [`${name}: ${archive} was not packaged`];
  const packed = createHash('sha256').update(readFileSync(archive)).digest('base64');
  return packed === sha256 ? [] : [`${name} runs other code than ${archive}`];
}

async function environmentWired(
  account: Account,
  deployed: Deployed,
  {
    stack,
    name,
    wanted,
    found,
  }: {
    readonly stack: DeployedStack;
    readonly name: string;
    readonly wanted: Readonly<Record<string, unknown>>;
    readonly found: Readonly<Record<string, string>>;
  },
): Promise<readonly string[]> {
  const { Variables = {} } = (wanted['Environment'] ?? {}) as {
    readonly Variables?: Readonly<Record<string, unknown>>;
  }; // the CLI's
  const wrong = await Promise.all(
    Object.entries(Variables).map(async ([variable, value]) => {
      const meant = expectedValue(deployed, stack, value);
      const is = found[variable];
      if (meant === undefined) return is && !is.includes('${') ? [] : [`${name}: ${variable} is ${is || 'empty'}`];
      if (is !== meant.value) return [`${name}: ${variable} is ${is}, not ${meant.value}`];
      const lacks = meant.type === undefined ? undefined : await absence(account, deployed, meant.type, meant.value);
      return lacks === undefined ? [] : [`${name}: ${variable} names ${meant.value}, ${lacks}`];
    }),
  );
  const surplus = Object.keys(found).filter((variable) => !(variable in Variables));
  return [...wrong.flat(), ...surplus.map((variable) => `${name} has ${variable}, which its template does not`)];
}

/** Why a resource that a function is told of is none; undefined when it is there, asked of its own service. */
async function absence(
  { cognito, dynamo, s3, sqs }: Account,
  deployed: Deployed,
  type: string,
  id: string,
): Promise<string | undefined> {
  const [pool] = ofType(deployed, 'AWS::Cognito::UserPool').map(({ stack, id: logical }) => physicalId(stack, logical));
  const ask: Readonly<Record<string, () => Promise<unknown>>> = {
    'AWS::DynamoDB::Table': () => dynamo.send(new DescribeTableCommand({ TableName: id })),
    'AWS::S3::Bucket': () => s3.send(new HeadBucketCommand({ Bucket: id })),
    'AWS::SQS::Queue': () => sqs.send(new GetQueueAttributesCommand({ QueueUrl: id, AttributeNames: ['QueueArn'] })),
    'AWS::Cognito::UserPool': () => cognito.send(new DescribeUserPoolCommand({ UserPoolId: id })),
    'AWS::Cognito::UserPoolClient': () =>
      cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: pool, ClientId: id })),
  };
  try {
    await ask[type]?.();
    return undefined;
  } catch (error) {
    return `which does not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}
