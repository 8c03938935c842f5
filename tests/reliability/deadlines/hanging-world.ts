import { createAuditTrail, createRefusalLog } from '@gymcoach/core/audit';
import { createAuthorizer, createDynamodbGrants, createTokenVerifier } from '@gymcoach/core/auth';
import { createDynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createCursors, cursorSecretItem } from '@gymcoach/core/cursors';
import { createIdempotency } from '@gymcoach/core/idempotency';
import { unlimited } from '@gymcoach/core/limit';
import { createTable, ulid } from '@gymcoach/core/table';
import type { HttpHandler } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { CLIENT, claims, createTestKey, jwksText, POOL, signToken } from '../../../layers/core/auth/test-pool.ts';
import { availableEngines, createTables, startDynamoEngine } from '../../support/dynamodb-engines.ts';
import { bucketService, type FaultyService, passTo, startFaultyService } from '../../support/faulty-service.ts';
import { endpointsOf } from './hanging-endpoints.ts';

export type Dependency = 'dynamodb' | 'keys' | 's3' | 'cognito';

export interface HangingWorld {
  readonly services: Readonly<Record<Dependency, FaultyService>>;
  /** A container that has served nothing yet: no keys, no grants, no connections. */
  container(): HttpHandler;
  /** What `Authorization` says for somebody. */
  bearer(userId: string, ...groups: readonly string[]): string;
  /** What is in the bucket under a key, put there as S3 has it. */
  upload(key: string, bytes: Uint8Array): Promise<void>;
  stop(): Promise<void>;
}

const TABLES = { main: 'main', ephemeral: 'ephemeral', audit: 'audit' } as const;
const BUCKET = 'media';
const ENVIRONMENT = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'AWS_REGION'] as const;
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/**
 * Routes of both services on our real clients, whose every dependency can hang: a real DynamoDB engine, and stand-ins for
 * S3, Cognito and the key set. One per process: the warm clients of S3 and Cognito keep the first addresses.
 */
export async function startHangingWorld(): Promise<HangingWorld> {
  const [kind] = availableEngines();
  if (kind === undefined) throw new Error('No DynamoDB engine can run here.');
  const key = createTestKey('key-1');
  const engine = await startDynamoEngine(kind);
  await createTables(engine.endpoint, TABLES);
  const services = {
    dynamodb: await startFaultyService(passTo(engine.endpoint)),
    keys: await startFaultyService((_, response) => void response.end(jwksText(key))),
    s3: await startFaultyService(bucketService()),
    cognito: await startFaultyService((request, response) => void request.resume().on('end', () => response.end('{}'))),
  };
  const before = { ...process.env };
  const [s3, cognito, region] = ENVIRONMENT;
  Object.assign(process.env, CREDENTIALS, {
    [s3]: services.s3.url,
    [cognito]: services.cognito.url,
    [region]: 'eu-west-1',
  });

  const tables = (endpoint: string) => {
    const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
    const client = createDynamoClient({ region: 'eu-west-1', endpoint, credentials });
    return {
      main: createTable(client, TABLES.main),
      ephemeral: createTable(client, TABLES.ephemeral),
      audit: createTable(client, TABLES.audit),
    };
  };
  await tables(engine.endpoint).main.write([{ put: { PK: '', SK: '', ...cursorSecretItem() }, when: 'always' }]);

  return {
    services,
    container() {
      const { main, ephemeral, audit } = tables(services.dynamodb.url);
      const now = Date.now;
      const newId = (): string => ulid(now());
      const trail = createAuditTrail({ main, audit, now });
      const jwksUri = `${services.keys.url}/${POOL}/.well-known/jwks.json`;
      const auth = {
        verifier: createTokenVerifier({ userPoolId: POOL, clientId: CLIENT, jwksUri }),
        authorizer: createAuthorizer({ ...createDynamodbGrants(main), now, newId }),
        limiter: unlimited,
      };
      const endpoints = endpointsOf({ main, ephemeral, trail, now, newId, bucket: BUCKET, userPoolId: POOL });
      const onRefusal = createRefusalLog({ audit, now });
      const idempotency = createIdempotency(ephemeral, now);
      return httpApi({
        ...{ service: 'hanging', auth, onRefusal, idempotency, endpoints },
        cursors: createCursors(main, now),
      });
    },
    bearer: (sub, ...groups) =>
      `Bearer ${signToken(key, claims({ sub, username: sub, jti: newJti(), ...(groups.length > 0 ? { 'cognito:groups': groups } : {}) }))}`,
    async upload(name, bytes) {
      await fetch(`${services.s3.url}/${BUCKET}/${name}`, { method: 'PUT', body: Uint8Array.from(bytes) });
    },
    async stop() {
      process.env = before;
      for (const service of Object.values(services)) await service.stop();
      await engine.stop();
    },
  };
}

let tokens = 0;
const newJti = (): string => `d1b4a8a0-5a0e-4d0c-8e8b-${String(++tokens).padStart(12, '0')}`;
