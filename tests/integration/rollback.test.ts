import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { planRollback } from '../../scripts/operate/rollback/roll-back.ts';

interface Deployment {
  readonly deploymentId: string;
  readonly status: string;
  readonly createTime: number;
  readonly from: string;
  readonly to: string;
}

const released = {
  part: 'access-service',
  name: 'api',
  functionName: 'gymcoach-access-prod-api',
  application: 'gymcoach-access-prod',
};

/** An alias and its releases: as much of Lambda and CodeDeploy as the command speaks with. */
async function startStandIn() {
  const state = {
    alias: { FunctionVersion: '12', RevisionId: 'r1', RoutingConfig: {} } as Record<string, unknown> | undefined,
    versions: ['$LATEST', '9', '10', '11', '12'],
    deployments: [] as Deployment[],
    changes: [] as unknown[],
  };
  const codeDeploy = (target: string, body: Record<string, unknown>): unknown => {
    if (target.endsWith('.ListDeployments')) {
      const statuses = body['includeOnlyStatuses'] as readonly string[]; // the command sends them
      return {
        deployments: state.deployments
          .filter(({ status }) => statuses.includes(status))
          .map(({ deploymentId }) => deploymentId),
      };
    }
    if (target.endsWith('.BatchGetDeployments')) {
      const ids = body['deploymentIds'] as readonly string[]; // the command sends them
      return {
        deploymentsInfo: state.deployments.filter(({ deploymentId }) => ids.includes(deploymentId)).map(described),
      };
    }
    state.changes.push([target.split('.')[1], body]);
    return { status: 'Pending' };
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>; // of these protocols, always an object
    const target = request.headers['x-amz-target'];
    const answer = (status: number, value: unknown): void => void response.writeHead(status).end(JSON.stringify(value));
    if (typeof target === 'string') return answer(200, codeDeploy(target, body));
    if (request.url?.includes('/versions'))
      return answer(200, { Versions: state.versions.map((Version) => ({ Version })) });
    if (state.alias === undefined) {
      response.setHeader('x-amzn-errortype', 'ResourceNotFoundException');
      return answer(404, { Message: 'no alias' });
    }
    if (request.method === 'PUT') state.changes.push(['UpdateAlias', body]);
    return answer(200, state.alias);
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const options = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const ports = { lambda: new LambdaClient(options), codedeploy: new CodeDeployClient(options) };
  return {
    state,
    ports,
    stop: () => {
      ports.lambda.destroy();
      ports.codedeploy.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

const described = ({ from, to, ...info }: Deployment): unknown => ({
  ...info,
  revision: {
    revisionType: 'AppSpecContent',
    appSpecContent: { content: JSON.stringify({ Properties: { CurrentVersion: from, TargetVersion: to } }) },
  },
});
const past = (to: string, from: string, createTime: number, status = 'Succeeded'): Deployment => ({
  deploymentId: `d-${to}`,
  status,
  createTime,
  from,
  to,
});

let standIn: Awaited<ReturnType<typeof startStandIn>>;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.stop());

test('goes back past a version whose release failed, and takes all traffic with it', async () => {
  standIn.state.deployments = [past('10', '9', 1), past('11', '10', 2, 'Stopped'), past('12', '10', 3)];
  const { run, ...shown } = await planRollback(standIn.ports, released, undefined);
  expect(shown).toMatchObject({ functionName: 'gymcoach-access-prod-api', from: '12', to: '10' });
  expect(standIn.state.changes).toEqual([]);
  await run();
  const input = { FunctionVersion: '10', RoutingConfig: { AdditionalVersionWeights: {} }, RevisionId: 'r1' };
  expect(standIn.state.changes).toEqual([['UpdateAlias', input]]);
});

test('stops a release that is under way, and CodeDeploy goes back', async () => {
  const { state, ports } = standIn;
  state.alias = { FunctionVersion: '10', RevisionId: 'r1', RoutingConfig: { AdditionalVersionWeights: { 12: 0.1 } } };
  state.deployments = [past('10', '9', 1), past('12', '10', 3, 'InProgress')];
  const { run, ...shown } = await planRollback(ports, released, undefined);
  expect(shown).toMatchObject({ from: '12 (being released)', to: '10', why: 'deployment d-12 is stopped' });
  await run();
  expect(state.changes).toEqual([['StopDeployment', { deploymentId: 'd-12', autoRollbackEnabled: true }]]);
});

test.each(['Created', 'Queued', 'InProgress', 'Ready'])(
  'names no version while a release is %s, which would go on after it',
  async (status) => {
    standIn.state.deployments = [past('10', '9', 1), past('12', '10', 3, status)];
    await expect(planRollback(standIn.ports, released, '9')).rejects.toThrow(
      'deployment d-12 is under way: run without --to first',
    );
    expect(standIn.state.changes).toEqual([]);
  },
);

test('a stage that is not there is told as that', async () => {
  standIn.state.alias = undefined;
  await expect(planRollback(standIn.ports, released, undefined)).rejects.toThrow(
    'is the stage deployed in this account and region?',
  );
});
