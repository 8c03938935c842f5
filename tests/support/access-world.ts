import { createAuditTrail, createRefusalLog, listEvents, verifyDay } from '@gymcoach/core/audit';
import { createAuthorizer, createDynamodbGrants } from '@gymcoach/core/auth';
import { createDynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createCursors, cursorSecretItem } from '@gymcoach/core/cursors';
import { AppError } from '@gymcoach/core/errors';
import { createIdempotency } from '@gymcoach/core/idempotency';
import { unlimited } from '@gymcoach/core/limit';
import { createTable, keys, type Table, ulid } from '@gymcoach/core/table';
import type { HttpHandler } from '@gymcoach/middleware/http/call';
import { type CallContext, on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { giveRole } from '../../scripts/operate/give-role.ts';
import { accessRows } from '../../services/access-service/adapters/access-rows.ts';
import { type DirectoryCall, recordingDirectory } from '../../services/access-service/adapters/recording-directory.ts';
import { roleRows } from '../../services/access-service/adapters/role-rows.ts';
import { assignRole } from '../../services/access-service/handlers/assign-role.ts';
import { createRole } from '../../services/access-service/handlers/create-role.ts';
import { deleteRole } from '../../services/access-service/handlers/delete-role.ts';
import { explainAuthorization } from '../../services/access-service/handlers/explain-authorization.ts';
import { getAccount } from '../../services/access-service/handlers/get-account.ts';
import { getRole } from '../../services/access-service/handlers/get-role.ts';
import { listAuditEvents } from '../../services/access-service/handlers/list-audit-events.ts';
import { listPermissions } from '../../services/access-service/handlers/list-permissions.ts';
import { listRoles } from '../../services/access-service/handlers/list-roles.ts';
import { listUserRoles } from '../../services/access-service/handlers/list-user-roles.ts';
import { reinstateAccount } from '../../services/access-service/handlers/reinstate-account.ts';
import { removeRole } from '../../services/access-service/handlers/remove-role.ts';
import { signOutAccount } from '../../services/access-service/handlers/sign-out-account.ts';
import { suspendAccount } from '../../services/access-service/handlers/suspend-account.ts';
import { updateRole } from '../../services/access-service/handlers/update-role.ts';
import * as routes from '../../services/access-service/routes.ts';
import { createTables, type DynamoEngine, startDynamoEngine } from './dynamodb-engines.ts';
import { httpEvent } from './http-event.ts';
import { type Person, trustingVerifier } from './person.ts';
import { createDynamoRecorder } from './record-dynamo.ts';

export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly key?: string;
  readonly ifMatch?: string;
  /** Epoch seconds. @default now */
  readonly issuedAt?: number;
}

export interface AccessWorld {
  /** The clock, epoch milliseconds; a test may move it. */
  now: number;
  /** Makes the user pool fail until it is set back. */
  directoryFails: boolean;
  readonly main: Table;
  readonly audit: Table;
  readonly directoryCalls: readonly DirectoryCall[];
  /** A person whom no other test knows, and the user pool does; an admin is one by the operator's command. */
  person(...groups: readonly ('admin' | 'coach')[]): Promise<Person>;
  /** Sends a request as somebody. A POST without a key of its own is given a new one. */
  call(person: Person, method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Lets what containers remember of grants grow old. */
  wait(): void;
}

const names = { main: 'main', ephemeral: 'ephemeral', audit: 'audit' } as const;
const MINUTE = 61_000;

/** Today's chains, proved: faults, of which there should be none. */
export const chainFaults = async ({ audit, now }: AccessWorld) =>
  (await verifyDay(audit, new Date(now).toISOString().slice(0, 10).replaceAll('-', ''))).faults;

/** The routes of roles and accounts on a real engine, behind the real authorizer; the token is taken at its word. */
export function useAccessWorld(): AccessWorld {
  let made = 0;
  let engine: DynamoEngine | undefined;
  let handler: HttpHandler | undefined;
  let tables: { main: Table; ephemeral: Table; audit: Table } | undefined;
  let calls: readonly DirectoryCall[] = [];
  const recorder = createDynamoRecorder();
  const now = (): number => world.now;
  const newId = (): string => ulid(now());
  const people = new Map<string, Person & { readonly issuedAt: number }>();
  const verifier = trustingVerifier(people, now);
  const table = (): { main: Table; ephemeral: Table; audit: Table } => {
    if (tables === undefined) throw new Error('the engine is not up');
    return tables;
  };

  function start(opened: { main: Table; ephemeral: Table; audit: Table }): HttpHandler {
    const { main, ephemeral, audit } = opened;
    const trail = createAuditTrail({ main, audit, now });
    const rows = { main, ephemeral, trail, now };
    const recording = recordingDirectory(main);
    calls = recording.calls;
    const unlessBroken = async <T>(work: () => Promise<T>): Promise<T> => {
      if (world.directoryFails) throw new AppError('unavailable', 'dependency.unavailable', 'No user pool.');
      return work();
    };
    const grants = createDynamodbGrants(main);
    const auth = { verifier, authorizer: createAuthorizer({ ...grants, now, newId }), limiter: unlimited };
    const onRefusal = createRefusalLog({ audit, now });
    const deps = {
      ...{ auth, now, newId, onRefusal, links: grants.links },
      roles: roleRows(rows),
      access: accessRows(rows),
      directory: {
        exists: recording.exists,
        addToGroup: (id: string, group: string) => unlessBroken(() => recording.addToGroup(id, group)),
        removeFromGroup: (id: string, group: string) => unlessBroken(() => recording.removeFromGroup(id, group)),
        signOut: (id: string) => unlessBroken(() => recording.signOut(id)),
      },
      auditEvents: {
        list: (filter: Parameters<typeof listEvents>[1], page: { limit: number; after: string | undefined }) =>
          listEvents(audit, filter, { ...page, now: now() }),
      },
    };
    return httpApi({
      service: 'access',
      auth,
      onRefusal,
      cursors: createCursors(main, now),
      idempotency: createIdempotency(ephemeral, now),
      endpoints: [
        on(routes.listPermissions, listPermissions()),
        on(routes.listRoles, listRoles(deps)),
        on(routes.createRole, createRole(deps)),
        on(routes.getRole, getRole(deps)),
        on(routes.updateRole, updateRole(deps)),
        on(routes.deleteRole, deleteRole(deps)),
        on(routes.listUserRoles, listUserRoles(deps)),
        on(routes.assignRole, assignRole(deps)),
        on(routes.removeRole, removeRole(deps)),
        on(routes.getAccount, getAccount(deps)),
        on(routes.suspendAccount, suspendAccount(deps)),
        on(routes.reinstateAccount, reinstateAccount(deps)),
        on(routes.signOutAccount, signOutAccount(deps)),
        on(routes.explainAuthorization, explainAuthorization(deps)),
        on(routes.listAuditEvents, listAuditEvents(deps)),
      ],
    });
  }

  const world: AccessWorld = {
    now: Date.now(),
    directoryFails: false,
    get main() {
      return table().main;
    },
    get audit() {
      return table().audit;
    },
    get directoryCalls() {
      return calls;
    },
    async person(...groups) {
      made += 1;
      const id = `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
      const { main, audit } = table();
      await main.write([{ put: { ...keys.profile(id), v: 1 }, when: 'always' }]);
      const trail = createAuditTrail({ main, audit, now });
      for (const group of groups) await giveRole({ main, trail, now }, id, group, 'for the tests');
      return { id, groups };
    },
    async call(person, method, path, { body, key, ifMatch, issuedAt = Math.floor(world.now / 1_000) } = {}) {
      const authorization = `Bearer ${person.id} ${issuedAt}`;
      people.set(authorization, { ...person, issuedAt });
      const headers: Record<string, string> = {
        authorization,
        ...(method === 'POST' ? { 'idempotency-key': key ?? `key-of-one-request-${newId()}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      };
      const serving = handler;
      if (serving === undefined) throw new Error('the engine is not up');
      const event = httpEvent(method, path, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const context = { awsRequestId: 'r' } as CallContext; // the rest of it is not read
      const answer = await recorder.asFunctionOf(method, path, () => serving(event, context));
      return {
        status: answer.statusCode ?? 0,
        etag: String(answer.headers?.['etag'] ?? ''),
        headers: answer.headers ?? {},
        body: answer.body === undefined || answer.body === '' ? {} : JSON.parse(answer.body),
      };
    },
    wait() {
      world.now += MINUTE;
    },
  };

  beforeAll(async () => {
    engine = await startDynamoEngine('dynoxide');
    await createTables(engine.endpoint, names);
    const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
    const patient = { attempts: 10, connectTimeoutMs: 20_000, attemptTimeoutMs: 20_000 };
    const options = { region: 'eu-west-1', endpoint: engine.endpoint, credentials, ...patient };
    const client = recorder.record(createDynamoClient(options));
    const main = createTable(client, names.main);
    tables = { main, ephemeral: createTable(client, names.ephemeral), audit: createTable(client, names.audit) };
    await main.write([{ put: { PK: '', SK: '', ...cursorSecretItem() }, when: 'always' }]);
    handler = start(tables);
  }, 60_000);
  afterAll(() => engine?.stop());
  return world;
}
