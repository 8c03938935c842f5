import { createAuditTrail, createRefusalLog, listEvents } from '@gymcoach/core/audit';
import { createAuthorizer, createDynamodbGrants } from '@gymcoach/core/auth';
import { createDynamoClient, type DynamoClient } from '@gymcoach/core/clients/dynamodb';
import { type Cursors, createCursors, cursorSecretItem } from '@gymcoach/core/cursors';
import { createIdempotency, type Idempotency } from '@gymcoach/core/idempotency';
import { unlimited } from '@gymcoach/core/limit';
import { createTable, keys, type Table, ulid } from '@gymcoach/core/table';
import type { CallContext, Endpoint } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { accessLogReader } from '../../services/access-service/adapters/access-log-reader.ts';
import { accessRows } from '../../services/access-service/adapters/access-rows.ts';
import { coachingStore } from '../../services/access-service/adapters/coaching-store.ts';
import { invitationTokens } from '../../services/access-service/adapters/invitation-tokens.ts';
import { recordingDirectory } from '../../services/access-service/adapters/recording-directory.ts';
import { roleRows } from '../../services/access-service/adapters/role-rows.ts';
import { profileStores } from '../../services/user-profile-service/adapters/profile-stores.ts';
import type { MediaStore } from '../../services/user-profile-service/domain/ports.ts';
import { createTables, type DynamoEngineKind, startDynamoEngine } from './dynamodb-engines.ts';
import { httpEvent } from './http-event.ts';
import { memoryBucket } from './memory-bucket.ts';
import { type Person, trustingVerifier } from './person.ts';
import { createDynamoRecorder } from './record-dynamo.ts';
import { serviceEndpoints } from './service-endpoints.ts';
import { openTableRows, type TableRows } from './table-rows.ts';

export interface Answer {
  readonly status: number;
  /** Empty where there is none. */
  readonly etag: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly body?: unknown;
  /** @default a new one for each POST */
  readonly key?: string;
  readonly ifMatch?: string;
}

/** What one container is connected by. */
export interface Connections {
  readonly dynamo: DynamoClient;
  readonly media: MediaStore;
  readonly directory: ReturnType<typeof recordingDirectory>;
  /** Instead of the sealed ones. */
  readonly cursors?: Cursors;
  /** Instead of one that remembers. */
  readonly idempotency?: Idempotency;
}

/** One warm container that serves every route of every service, with caches of its own. */
export interface Container {
  /** Sends a request as somebody. */
  call(person: Person, method: string, path: string, options?: CallOptions): Promise<Answer>;
}

export interface ApiWorld {
  /** The clock of all containers, epoch milliseconds; may be moved. */
  now: number;
  /** Past every fault. */
  readonly main: Table;
  readonly ephemeral: Table;
  readonly audit: Table;
  /** What lies in the bucket. */
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly media: MediaStore;
  readonly directory: Connections['directory'];
  /** `through` wraps what the container is connected by: faults, or a protection taken away. */
  container(through?: (connections: Connections) => Connections): Container;
  /** Whole tables, by name. */
  readonly rows: TableRows;
  /** Forgets everything that was stored, and everybody. */
  reset(): Promise<void>;
  /** The first person since then has this number, and the user pool had been called this often. */
  readonly firstPerson: number;
  readonly forgottenCalls: number;
  rotateCursorKey(): Promise<void>;
  /** A person whom nobody knows yet. */
  person(...groups: readonly string[]): Person;
  /** A key that was not used before. */
  newKey(): string;
  stop(): Promise<void>;
}

/** What each request is told that its function may still run, milliseconds; after that its lock on a key is over. */
export const TIME_LEFT_MS = 30_000;

const TABLES = { main: 'main', ephemeral: 'ephemeral', audit: 'audit' } as const;
const PATIENT = { attempts: 10, connectTimeoutMs: 20_000, attemptTimeoutMs: 20_000 } as const;

/** Every service in this process, on a real engine and behind the real authorizer; the token is taken at its word. */
export async function startApiWorld(engineKind: DynamoEngineKind = 'dynoxide'): Promise<ApiWorld> {
  const engine = await startDynamoEngine(engineKind);
  await createTables(engine.endpoint, TABLES);
  const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
  const dynamo = createDynamoClient({ region: 'eu-west-1', endpoint: engine.endpoint, credentials, ...PATIENT });
  const main = createTable(dynamo, TABLES.main);
  const bucket = memoryBucket();
  const directory = recordingDirectory(main);
  let secret = cursorSecretItem();
  const writeSecret = (): Promise<void> => main.write([{ put: { PK: '', SK: '', ...secret }, when: 'always' }]);
  await writeSecret();
  let made = 0;
  let firstPerson = 1;
  let forgottenCalls = 0;
  const rows = openTableRows(engine.endpoint);
  const world: ApiWorld = {
    now: Date.now(),
    main,
    ephemeral: createTable(dynamo, TABLES.ephemeral),
    audit: createTable(dynamo, TABLES.audit),
    objects: bucket.objects,
    media: bucket.media,
    directory,
    container: (through = (connections) => connections) =>
      openContainer(through({ dynamo, media: bucket.media, directory }), () => world.now),
    rows,
    async reset() {
      for (const table of Object.values(TABLES)) await rows.clear(table, ({ PK }) => PK === keys.cursorSecret().PK);
      for (const key of bucket.objects.keys()) await bucket.media.deleteObject(key);
      firstPerson = made + 1;
      forgottenCalls = directory.calls.length;
    },
    get firstPerson() {
      return firstPerson;
    },
    get forgottenCalls() {
      return forgottenCalls;
    },
    async rotateCursorKey() {
      secret = cursorSecretItem(secret);
      await writeSecret();
    },
    person(...groups) {
      made += 1;
      return { id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`, groups };
    },
    newKey() {
      made += 1;
      return `key-of-one-intent-${made}`;
    },
    async stop() {
      rows.close();
      await engine.stop();
    },
  };
  return world;
}

function openContainer(connections: Connections, now: () => number): Container {
  const { media, directory } = connections;
  const recorder = createDynamoRecorder();
  const dynamo = recorder.record(connections.dynamo);
  const [main, ephemeral, audit] = [TABLES.main, TABLES.ephemeral, TABLES.audit].map((name) =>
    createTable(dynamo, name),
  );
  if (main === undefined || ephemeral === undefined || audit === undefined) throw new Error('three tables were named');
  const newId = (): string => ulid(now());
  const people = new Map<string, Person>();
  const verifier = trustingVerifier(people, now);
  const trail = createAuditTrail({ main, audit, now });
  const rows = { main, ephemeral, trail, now };
  const grants = createDynamodbGrants(main);
  const auth = { verifier, authorizer: createAuthorizer({ ...grants, now, newId }), limiter: unlimited };
  const cursors = connections.cursors ?? createCursors(main, now);
  const idempotency = connections.idempotency ?? createIdempotency(ephemeral, now);
  const onRefusal = createRefusalLog({ audit, now });
  const deps = {
    ...{ main, ephemeral, auth, cursors, onRefusal, now, newId, trail, media, directory, invitationTokens },
    ...profileStores(rows),
    roles: roleRows(rows),
    access: accessRows(rows),
    coaching: coachingStore(rows),
    links: grants.links,
    accessLog: accessLogReader(main, now),
    auditEvents: {
      list: (filter: Parameters<typeof listEvents>[1], page: { limit: number; after: string | undefined }) =>
        listEvents(audit, filter, { ...page, now: now() }),
    },
  };
  let serving: Promise<ReturnType<typeof httpApi>> | undefined;
  const serve = (endpoints: readonly Endpoint[]) =>
    httpApi({ service: 'world', auth, cursors, idempotency, onRefusal, endpoints });
  return {
    async call(person, method, path, { body, key = `key-of-one-request-${newId()}`, ifMatch } = {}) {
      const authorization = `Bearer ${person.id} ${person.groups.join()}`;
      people.set(authorization, person);
      const headers = {
        authorization,
        ...(method === 'POST' ? { 'idempotency-key': key } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      };
      serving ??= serviceEndpoints(deps).then(serve);
      const handler = await serving;
      const event = httpEvent(method, path, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => TIME_LEFT_MS };
      const answer = await recorder.asFunctionOf(method, path, () => handler(event, context as CallContext)); // the rest of the context is not read
      return {
        status: answer.statusCode ?? 0,
        etag: String(answer.headers?.['etag'] ?? ''),
        headers: answer.headers ?? {},
        body: answer.body === undefined || answer.body === '' ? {} : JSON.parse(answer.body),
      };
    },
  };
}
