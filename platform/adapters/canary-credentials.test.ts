import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canaryCredentials } from './canary-credentials.ts';

const before = process.env;
const signedFor: (string | undefined)[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    signedFor.push(/Credential=[^/]+\/\d+\/([^/]+)\/ssm/.exec(request.headers.authorization ?? '')?.[1]);
    request.resume();
    response.end(JSON.stringify({ Parameter: { Value: '{"username":"somebody","password":"p"}' } }));
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  process.env = {
    ...before,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${port}`,
  };
});
afterAll(() => {
  process.env = before;
  server.closeAllConnections();
  server.close();
});

test('reads the secret in the region that is named, else in that of the environment', async () => {
  const credentials = { username: 'somebody', password: 'p' };
  expect(await canaryCredentials('/a', 'eu-west-1')()).toEqual(credentials);
  expect(await canaryCredentials('/a')()).toEqual(credentials);
  expect(signedFor).toEqual(['eu-west-1', 'us-east-1']);
});
