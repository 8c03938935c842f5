import { randomBytes } from 'node:crypto';
import { createDynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createTable, type Table } from '@gymcoach/core/table';
import { CLIENT, createTestKey, jwksText, POOL, startServer, type TestKey } from '../../layers/core/auth/test-pool.ts';
import { availableEngines, createTables, startDynamoEngine } from './dynamodb-engines.ts';
import { HIGH_RATE_LIMITS } from './high-rate-limits.ts';

export interface FunctionEnvironment {
  /** The pool's key: tokens that it signs are taken. */
  readonly key: TestKey;
  readonly main: Table;
  stop(): Promise<void>;
}

/**
 * What a function of ours finds around it, on this machine: a DynamoDB engine with the tables, the address of the pool's
 * keys, and the environment variables that lead there. Import handlers only afterwards: they read these when loaded.
 */
export async function startFunctionEnvironment(): Promise<FunctionEnvironment> {
  const [kind] = availableEngines();
  if (kind === undefined) throw new Error('No DynamoDB engine can run here.');
  const key = createTestKey('key-1');
  const engine = await startDynamoEngine(kind);
  const keys = await startServer((_request, response) => void response.end(jwksText(key)));
  const tables = { main: 'gymcoach-local-main', ephemeral: 'gymcoach-local-ephemeral', audit: 'gymcoach-local-audit' };
  await createTables(engine.endpoint, tables);
  const before = { ...process.env };
  Object.assign(process.env, {
    STAGE: 'local',
    LOG_LEVEL: 'info',
    MAIN_TABLE: tables.main,
    EPHEMERAL_TABLE: tables.ephemeral,
    AUDIT_TABLE: tables.audit,
    RATE_LIMITS: HIGH_RATE_LIMITS,
    MEDIA_BUCKET: 'gymcoach-local-media',
    USER_POOL_ID: POOL,
    USER_POOL_CLIENT_ID: CLIENT,
    JWKS_URI: keys.url,
    USER_DIRECTORY: 'record',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_S3: engine.endpoint, // never called
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: randomBytes(8).toString('hex'),
  });
  const client = createDynamoClient({
    region: 'eu-west-1',
    endpoint: engine.endpoint,
    credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
  });
  return {
    key,
    main: createTable(client, tables.main),
    async stop() {
      process.env = before;
      await keys.stop();
      await engine.stop();
    },
  };
}
