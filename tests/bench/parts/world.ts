import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { HIGH_RATE_LIMITS } from '../../support/high-rate-limits.ts';
import type { Environment, Environments } from '../candidates/candidate.ts';
import { type RuntimeClient, runtimeClient } from '../lambda/runtime-client.ts';
import type { Machine } from '../lambda/start-function.ts';
import { makeCertificate } from './certificate.ts';
import { type Database, startDatabase, TABLES } from './database.ts';
import { CLIENT_ID, REGION, startIdentity, USER_POOL_ID } from './identity.ts';
import { pinToLastCore } from './pin-to-last-core.ts';
import { startTlsProxy, type TlsProxy } from './tls-proxy.ts';
import { startTraceSink, type TraceSink } from './trace-sink.ts';

/** Everything that a candidate is prepared in and talks to. */
export interface World {
  /** Scratch, removed at the end. */
  readonly folder: string;
  readonly machine: Machine;
  readonly pinned: boolean;
  /** The machine's load average before the first thing was measured. */
  readonly loadBefore: number;
  readonly runtime: RuntimeClient;
  readonly token: string;
  /** The key set that the token verifies with. */
  readonly jwks: string;
  readonly environments: Environments;
  readonly database: Database;
  readonly tls: TlsProxy;
  readonly traces: TraceSink;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const pinned = pinToLastCore();
  const runtime = runtimeClient();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gymcoach-bench-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const certificate = makeCertificate(folder);
  const identity = await startIdentity();
  const traces = await startTraceSink();
  const database = await startDatabase(pinned ? 1 : undefined);
  const tls = await startTlsProxy(certificate, database.port);
  const common = functionEnvironment(identity.jwksUri, traces.address);
  return {
    folder,
    loadBefore: loadavg()[0] ?? 0,
    machine: { runtime: runtime.entry, functionCore: pinned ? 0 : undefined },
    pinned,
    runtime,
    token: identity.token,
    jwks: identity.jwks,
    environments: {
      http: { ...common, AWS_ENDPOINT_URL_DYNAMODB: database.endpoint },
      tls: {
        ...common,
        AWS_ENDPOINT_URL_DYNAMODB: tls.endpoint,
        NODE_EXTRA_CA_CERTS: certificate.certificateFile,
      },
    },
    database,
    tls,
    traces,
    stop: async () => {
      tls.stop();
      await database.stop();
      traces.stop();
      identity.stop();
    },
  };
}

function functionEnvironment(jwksUri: string, traceAddress: string): Environment {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_XRAY_DAEMON_ADDRESS: traceAddress,
    STAGE: 'bench',
    MAIN_TABLE: TABLES.main,
    EPHEMERAL_TABLE: TABLES.ephemeral,
    AUDIT_TABLE: TABLES.audit,
    RATE_LIMITS: HIGH_RATE_LIMITS,
    MEDIA_BUCKET: 'gymcoach-bench-media',
    USER_POOL_ID,
    USER_POOL_CLIENT_ID: CLIENT_ID,
    LOG_LEVEL: 'info',
    JWKS_URI: jwksUri,
  };
}
