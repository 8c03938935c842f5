import { createAuditTrail, createRefusalLog } from '@gymcoach/core/audit';
import { createAuthorizer, createDynamodbGrants } from '@gymcoach/core/auth';
import { createDynamoClient, type DynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createCursors, cursorSecretItem } from '@gymcoach/core/cursors';
import { createIdempotency } from '@gymcoach/core/idempotency';
import { unlimited } from '@gymcoach/core/limit';
import { createTable, type Item, type Range, type Table, ulid } from '@gymcoach/core/table';
import { type CallContext, on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { accessLogReader } from '../../services/access-service/adapters/access-log-reader.ts';
import { accessRows } from '../../services/access-service/adapters/access-rows.ts';
import { coachingStore } from '../../services/access-service/adapters/coaching-store.ts';
import { invitationTokens } from '../../services/access-service/adapters/invitation-tokens.ts';
import { recordingDirectory } from '../../services/access-service/adapters/recording-directory.ts';
import { acceptInvitation } from '../../services/access-service/handlers/accept-invitation.ts';
import { createInvitation } from '../../services/access-service/handlers/create-invitation.ts';
import { declineInvitation } from '../../services/access-service/handlers/decline-invitation.ts';
import { endCoachLink } from '../../services/access-service/handlers/end-coach-link.ts';
import { explainAuthorization } from '../../services/access-service/handlers/explain-authorization.ts';
import { getCoachLink } from '../../services/access-service/handlers/get-coach-link.ts';
import { listAccessLog } from '../../services/access-service/handlers/list-access-log.ts';
import { listCoachingClients } from '../../services/access-service/handlers/list-coaching-clients.ts';
import { listCoachingCoaches } from '../../services/access-service/handlers/list-coaching-coaches.ts';
import { listInvitations } from '../../services/access-service/handlers/list-invitations.ts';
import { revokeInvitation } from '../../services/access-service/handlers/revoke-invitation.ts';
import { updateCoachLinkGrants } from '../../services/access-service/handlers/update-coach-link-grants.ts';
import * as access from '../../services/access-service/routes.ts';
import { profileStores } from '../../services/user-profile-service/adapters/profile-stores.ts';
import { createProfile } from '../../services/user-profile-service/handlers/create-profile.ts';
import { getProfile } from '../../services/user-profile-service/handlers/get-profile.ts';
import { listInjuries } from '../../services/user-profile-service/handlers/list-injuries.ts';
import * as profile from '../../services/user-profile-service/routes.ts';
import { createTables, type DynamoEngine, startDynamoEngine } from './dynamodb-engines.ts';
import { createFaults, type Faults } from './faults.ts';
import { faultyDynamo } from './faulty-dynamo.ts';
import { httpEvent } from './http-event.ts';
import { type Person, trustingVerifier } from './person.ts';
import { createDynamoRecorder } from './record-dynamo.ts';

export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  // Answers are asserted on, field by field.
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CoachingWorld {
  /** The clock, epoch milliseconds; a test may move it. */
  now: number;
  readonly main: Table;
  readonly audit: Table;
  rows(range: Range, table?: Table): Promise<readonly Item[]>;
  /** Sends a request as somebody. A POST without a key of its own is given a new one. */
  call(person: Person, method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Breaks calls to the tables. */
  readonly faults: Faults;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly key?: string;
  readonly ifMatch?: string;
}

const names = { main: 'main', ephemeral: 'ephemeral', audit: 'audit' } as const;
let made = 0;

/** A person whom no other test knows. */
export function newPerson(...groups: readonly string[]): Person {
  made += 1;
  return { id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`, groups };
}

/** The coaching routes and the profile's on a real engine, behind the real authorizer; the token is taken at its word. */
export function useCoachingWorld(): CoachingWorld {
  let engine: DynamoEngine | undefined;
  let send: DynamoClient['send'] | undefined;
  const faults = createFaults();
  const recorder = createDynamoRecorder();
  const faulty = faultyDynamo(faults, {
    async send(operation, input) {
      if (send === undefined) throw new Error('the engine is not up');
      return send(operation, input);
    },
  });
  const client = recorder.record(faulty);
  const main = createTable(client, names.main);
  const ephemeral = createTable(client, names.ephemeral);
  const audit = createTable(client, names.audit);
  const now = (): number => world.now;
  const newId = (): string => ulid(now());
  const people = new Map<string, Person>();
  const verifier = trustingVerifier(people, now);
  const trail = createAuditTrail({ main, audit, now });
  const grants = createDynamodbGrants(main);
  const auth = { verifier, authorizer: createAuthorizer({ ...grants, now, newId }), limiter: unlimited };
  const deps = {
    ...profileStores({ main, ephemeral, now }),
    coaching: coachingStore({ main, ephemeral, trail, now }),
    access: accessRows({ main, ephemeral, trail }),
    directory: recordingDirectory(main),
    links: grants.links,
    accessLog: accessLogReader(main, now),
    onRefusal: createRefusalLog({ audit, now }),
    ...{ auth, invitationTokens, now, newId },
  };
  const handler = httpApi({
    service: 'test',
    auth,
    cursors: createCursors(main, now),
    idempotency: createIdempotency(ephemeral, now),
    onRefusal: deps.onRefusal,
    endpoints: [
      on(access.createInvitation, createInvitation(deps)),
      on(access.listInvitations, listInvitations(deps)),
      on(access.acceptInvitation, acceptInvitation(deps)),
      on(access.declineInvitation, declineInvitation(deps)),
      on(access.revokeInvitation, revokeInvitation(deps)),
      on(access.listCoachingClients, listCoachingClients(deps)),
      on(access.listCoachingCoaches, listCoachingCoaches(deps)),
      on(access.getCoachLink, getCoachLink(deps)),
      on(access.endCoachLink, endCoachLink(deps)),
      on(access.updateCoachLinkGrants, updateCoachLinkGrants(deps)),
      on(access.listAccessLog, listAccessLog(deps)),
      on(access.explainAuthorization, explainAuthorization(deps)),
      on(profile.getProfile, getProfile(deps)),
      on(profile.createProfile, createProfile(deps)),
      on(profile.listInjuries, listInjuries(deps)),
    ],
  });
  const world: CoachingWorld = {
    now: Date.now(),
    ...{ main, audit, faults },
    async rows(range, table = main) {
      return (await table.query(range, { limit: 1_000 })).items;
    },
    async call(person, method, path, { body, key, ifMatch } = {}) {
      const authorization = `Bearer ${person.id}`;
      people.set(authorization, person);
      const headers = {
        authorization,
        ...(method === 'POST' ? { 'idempotency-key': key ?? `key-of-one-request-${newId()}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      };
      const event = httpEvent(method, path, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const context = { awsRequestId: 'r' } as CallContext; // the rest of it is not read
      const answer = await recorder.asFunctionOf(method, path, () => handler(event, context));
      const { etag } = answer.headers ?? {};
      return {
        status: answer.statusCode ?? 0,
        etag: typeof etag === 'string' ? etag : undefined,
        body: answer.body === undefined || answer.body === '' ? {} : JSON.parse(answer.body),
      };
    },
  };

  beforeAll(async () => {
    engine = await startDynamoEngine('dynoxide');
    await createTables(engine.endpoint, names);
    const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
    const patient = { attempts: 10, connectTimeoutMs: 20_000, attemptTimeoutMs: 20_000 };
    const real = createDynamoClient({ region: 'eu-west-1', endpoint: engine.endpoint, credentials, ...patient });
    send = real.send.bind(real);
    await main.write([{ put: { PK: '', SK: '', ...cursorSecretItem() }, when: 'always' }]);
  }, 60_000);
  afterAll(() => engine?.stop());
  beforeEach(() => {
    world.now = Date.now();
  });
  return world;
}
