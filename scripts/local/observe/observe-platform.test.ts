import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctionPool, type FunctionPool } from '../gateway/function-pool.ts';
import { type GatewayRoute, readRoutes } from '../gateway/route-table.ts';
import { createGateway } from '../gateway.ts';
import { observePlatform } from './observe-platform.ts';
import type { RecordedData } from './recorder.ts';

const folder = mkdtempSync(join(tmpdir(), 'platform-'));
const observing = observePlatform(join(folder, 'logs'));
let pool: FunctionPool;
let server: Server;
let url: string;

beforeAll(async () => {
  const file = join(folder, 'f.cjs');
  writeFileSync(
    file,
    `exports.handler = async ({ rawPath }) => {
      process.stdout.write(JSON.stringify({ level: 'info', message: 'request', code: 'route.not-found' }) + '\\n');
      return { statusCode: 404, body: 'function saw ' + rawPath };
    };`,
  );
  jest.spyOn(process.stdout, 'write').mockReturnValue(true); // where the lines go as well
  const settings = { memoryMegabytes: 256, timeoutSeconds: 5, environment: {}, report: () => undefined };
  pool = createFunctionPool({ ...settings, file, export: 'handler', functionName: 'f', observer: observing.functions });
  const definition = { name: 'f', handler: 'f.handler', timeoutSeconds: 5, memoryMegabytes: 256, environment: {} };
  const routes: readonly GatewayRoute<FunctionPool>[] = readRoutes({ ...definition, events: [{ httpApi: '*' }] }, pool);
  server = createGateway(() => ({ routes, cors: undefined }), observing.gateway).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});
afterAll(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  server.close();
  await pool.retire();
  rmSync(folder, { recursive: true, force: true });
});

test('shows what was asked, and keeps what was written', async () => {
  const answer = await fetch(`${url}/things?secret=1`, { method: 'POST', body: 'x' });
  const data = (await (await fetch(`${url}/_local/data`)).json()) as RecordedData; // what the page reads
  expect(data.entries).toEqual([
    expect.objectContaining({
      ...{ method: 'POST', path: '/things', route: '$default', status: 404, functionName: 'f', cold: true },
      ...{ id: answer.headers.get('apigw-requestid'), code: 'route.not-found' },
    }),
  ]);
  expect(JSON.stringify(data)).not.toContain('secret');
  observing.close();
  const lines = readFileSync(join(folder, 'logs/f.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'info', message: 'request' },
    { type: 'platform.report', record: { requestId: data.entries[0]?.id, status: 'success' } },
  ]);
});

test.each(['/_local', '/_local/data', '/_local/', '/_local/x?y', '/%5Flocal/x'])(
  'lets no function see %s',
  async (path) => {
    for (const method of ['GET', 'POST']) {
      expect(await (await fetch(`${url}${path}`, { method })).text()).not.toContain('function saw');
    }
  },
);

test.each(['/_locals', '/x/_local', '//_local'])('leaves %s to the functions', async (path) => {
  expect(await (await fetch(`${url}${path}`)).text()).toContain('function saw');
});
