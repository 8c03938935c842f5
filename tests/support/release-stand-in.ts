import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Readonly<Record<string, unknown>>;

export interface ReleaseStandIn {
  /** For `AWS_ENDPOINT_URL_SSM`, `_CODEDEPLOY` and `_LAMBDA`. */
  readonly endpoint: string;
  /** What the hook has told CodeDeploy, in order. */
  readonly told: Json[];
  /** What was asked, as `SSM GetParameter`. */
  readonly asked: string[];
  stop(): Promise<void>;
}

export interface ReleaseStandInOptions {
  readonly parameters: Readonly<Record<string, string>>;
  /** By deployment id. */
  readonly deployments: Readonly<Record<string, { readonly functionName: string; readonly version: string }>>;
  /** Runs a version; what it throws is the function's own failure. */
  readonly invoke: (functionName: string, version: string, event: unknown) => Promise<unknown>;
}

/** As much of the Parameter Store, CodeDeploy and Lambda's Invoke as a check of a release speaks with, on this machine. */
export async function startReleaseStandIn(options: ReleaseStandInOptions): Promise<ReleaseStandIn> {
  const told: Json[] = [];
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse((await text(request)) || '{}') as Json; // of these protocols, always an object
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, functionName] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname) ?? [];
    const answer = (status: number, value: unknown, headers: Record<string, string> = {}): void =>
      void response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers })
        .end(value === undefined ? '' : JSON.stringify(value));
    if (functionName !== undefined) {
      asked.push('Lambda Invoke');
      try {
        return answer(200, await options.invoke(functionName, url.searchParams.get('Qualifier') ?? '$LATEST', body));
      } catch (error) {
        const failure = { errorType: 'Runtime', errorMessage: String(error) };
        return answer(200, failure, { 'x-amz-function-error': 'Unhandled' });
      }
    }
    const target = String(request.headers['x-amz-target']);
    asked.push(target.replace('AmazonSSM.', 'SSM ').replace('CodeDeploy_20141006.', 'CodeDeploy '));
    if (target === 'AmazonSSM.GetParameter') {
      const Value = options.parameters[String(body['Name'])];
      if (Value === undefined) return answer(400, { __type: 'ParameterNotFound' });
      return answer(200, { Parameter: { Name: body['Name'], Type: 'SecureString', Value } });
    }
    if (target === 'CodeDeploy_20141006.GetDeployment') {
      const found = options.deployments[String(body['deploymentId'])];
      if (found === undefined) return answer(400, { __type: 'DeploymentDoesNotExistException' });
      return answer(200, { deploymentInfo: deploymentOf(String(body['deploymentId']), found) });
    }
    if (target === 'CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus') {
      told.push(body);
      return answer(200, { lifecycleEventHookExecutionId: body['lifecycleEventHookExecutionId'] });
    }
    answer(400, { __type: 'UnknownOperationException' });
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    endpoint: `http://127.0.0.1:${port}`,
    told,
    asked,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

/** As CodeDeploy describes a deployment that CloudFormation has begun. */
function deploymentOf(
  deploymentId: string,
  { functionName, version }: { functionName: string; version: string },
): Json {
  const Properties = { Name: functionName, Alias: 'live', CurrentVersion: '6', TargetVersion: version };
  const content = JSON.stringify({
    version: '0.0',
    Resources: [{ [functionName]: { Type: 'AWS::Lambda::Function', Properties } }],
    Hooks: [{ BeforeAllowTraffic: 'gymcoach-platform-local-release-check' }],
  });
  return {
    deploymentId,
    deploymentGroupName: functionName,
    creator: 'user',
    status: 'InProgress',
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content, sha256: '' } },
  };
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
