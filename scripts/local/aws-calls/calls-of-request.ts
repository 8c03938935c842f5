import { localNames } from '../local-names.ts';
import type { AwsCall, CallScope, SeenRequest } from './aws-call.ts';
import { callsOfDynamoDb } from './calls-of-dynamodb.ts';
import { callsOfS3 } from './calls-of-s3.ts';

type Json = Readonly<Record<string, unknown>>;

const arn = ({ region, accountId }: CallScope, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** What a call of a JSON protocol touches, by the service in its signature. One line for each service that is called. */
const RESOURCES: Readonly<Record<string, (input: Json, scope: CallScope) => string>> = {
  sqs: ({ QueueUrl }, scope) => arn(scope, 'sqs', String(QueueUrl).split('/').at(-1) ?? ''),
  'cognito-idp': ({ UserPoolId }, scope) => arn(scope, 'cognito-idp', `userpool/${UserPoolId}`),
  ssm: ({ Name }, scope) => arn(scope, 'ssm', `parameter/${String(Name).replace(/^\//, '')}`),
  secretsmanager: ({ SecretId }, scope) => arn(scope, 'secretsmanager', `secret:${SecretId}`),
  // IAM looks up the group of a deployment; here a deployment is called after it.
  codedeploy: ({ deploymentId }, scope) => arn(scope, 'codedeploy', `deploymentgroup:${deploymentId}`),
};

/**
 * What a request asks of IAM; nothing when nobody has signed it, for then nobody's permissions are asked for. A call that
 * is not known here comes out under a name that no role grants, so that it is found.
 */
export function callsOfRequest(request: SeenRequest): readonly AwsCall[] {
  const signer = readSigner(request);
  if (signer === undefined) return [];
  const { accessKeyId, service } = signer;
  const scope = { region: signer.region, accountId: localNames.accountId };
  const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
  const calls = (): readonly Omit<AwsCall, 'accessKeyId'>[] => {
    if (service === 's3') return callsOfS3(request);
    if (service === 'lambda') return callsOfLambda(request, scope);
    const input: Json = JSON.parse(request.body.toString() || '{}');
    if (service === 'dynamodb') return callsOfDynamoDb(operation, input, scope);
    const resource = RESOURCES[service]?.(input, scope) ?? arn(scope, service, 'unknown');
    return [{ action: `${service}:${operation}`, resource }];
  };
  return calls().map((call) => ({ accessKeyId, ...call }));
}

function callsOfLambda({ url }: SeenRequest, scope: CallScope): readonly Omit<AwsCall, 'accessKeyId'>[] {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(url)?.[1];
  const action = name === undefined ? 'lambda:unknown' : 'lambda:InvokeFunction';
  return [{ action, resource: arn(scope, 'lambda', `function:${decodeURIComponent(name ?? 'unknown')}`) }];
}

interface Signer {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** A presigned request names its signer in the query, the form of a presigned upload in a field. */
function readSigner({ headers, url, body }: SeenRequest): Signer | undefined {
  const query = new URL(url, 'http://aws').searchParams.get('X-Amz-Credential');
  const form = String(headers['content-type']).startsWith('multipart/form-data')
    ? /name="X-Amz-Credential"\r\n\r\n(.*)\r\n/i.exec(body.toString('latin1'))?.[1]
    : undefined;
  const text = `Credential=${query ?? form ?? ''} ${headers['authorization'] ?? ''}`;
  const [, accessKeyId, region, service] =
    /Credential=([^/ ]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(text) ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}
