import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { REGION } from './identity.ts';

export const TABLES = {
  main: 'gymcoach-bench-main',
  ephemeral: 'gymcoach-bench-ephemeral',
  audit: 'gymcoach-bench-audit',
};

/** Like the tables in `platform/resources`, without what a single read does not touch. */
const INDEXES: Readonly<Record<keyof typeof TABLES, readonly string[]>> = {
  main: ['G1', 'G2'],
  ephemeral: [],
  audit: ['G1', 'G2'],
};

export interface Database {
  readonly endpoint: string;
  readonly port: number;
  readonly name: string;
  stop(): Promise<void>;
}

/** dynoxide, in memory, on a free loopback port and on the driver's core. */
export async function startDatabase(core: number | undefined): Promise<Database> {
  const manifest = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
  const { version } = createRequire(import.meta.url)(manifest) as { version: string }; // every package has one
  const port = await freePort();
  const serve = [join(dirname(manifest), 'dynoxide'), 'serve', '--port', String(port)];
  const [command = '', ...args] = core === undefined ? serve : ['taskset', '-c', String(core), ...serve];
  const child = spawn(command, args, { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await makeTables(client, child);
  return {
    endpoint,
    port,
    name: `dynoxide ${version}`,
    stop: async () => {
      client.destroy();
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function makeTables(client: DynamoDBClient, child: ChildProcess): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      for (const [key, name] of Object.entries(TABLES))
        await client.send(tableCommand(name, INDEXES[key as keyof typeof TABLES])); // keys of TABLES
      return;
    } catch (error) {
      if (attempt === 40 || child.exitCode !== null) throw new Error('dynoxide did not start', { cause: error });
      await sleep(50);
    }
  }
}

function tableCommand(name: string, indexes: readonly string[]): CreateTableCommand {
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  const attributes = ['PK', 'SK', ...indexes.flatMap((index) => [`${index}P`, `${index}S`])];
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys('PK', 'SK'),
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    ...(indexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: indexes.map((index) => ({
            IndexName: `GSI${index.slice(1)}`,
            KeySchema: keys(`${index}P`, `${index}S`),
            Projection: { ProjectionType: 'ALL' as const },
          })),
        }),
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
