import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { chooseEndpoints, portOf } from './endpoints.ts';

test('puts the parts at the ports after that of the API', async () => {
  const { api, dynamodb, cognito, s3, sqs } = await chooseEndpoints({ PORT: '28410' });
  expect([api, dynamodb, cognito, s3, sqs].map(portOf)).toEqual([28410, 28411, 28412, 28413, 28414]);
});

test('names the port that is in use, and what wants it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  try {
    await expect(chooseEndpoints({ PORT: String(port - 2) })).rejects.toThrow(`port ${port} for Cognito is in use`);
  } finally {
    server.close();
  }
});

test.each(['', 'x', '0', '-1', '65532', '3000.5'])('refuses PORT "%s"', async (PORT) => {
  await expect(chooseEndpoints({ PORT })).rejects.toThrow('PORT is');
});
