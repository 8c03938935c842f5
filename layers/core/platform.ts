import type { Refusal } from './audit.ts';
import {
  type Authorizer,
  createAuthorizer,
  createDynamodbGrants,
  createTokenVerifier,
  type TokenVerifier,
} from './auth.ts';
import { dynamoClient } from './clients/dynamodb.ts';
import type { Cursors } from './cursors.ts';
import { readEnvironment } from './environment.ts';
import type { Idempotency } from './idempotency.ts';
import { lateLimiter } from './limit/late-limiter.ts';
import type { RateLimiter } from './limit.ts';
import { NOBODY, type Priming } from './priming.ts';
import { createTable, keys, type Table, ulid } from './table.ts';

/** The warm parts that every service uses, wired from the environment. */
export interface Platform {
  readonly main: Table;
  readonly ephemeral: Table;
  readonly auth: {
    readonly verifier: Pick<TokenVerifier, 'verify'>;
    readonly authorizer: Authorizer;
    readonly limiter: RateLimiter;
  };
  /** Loaded by the first list that goes on. */
  readonly cursors: Cursors;
  /** Loaded by the first request with an idempotency key. */
  readonly idempotency: Idempotency;
  /** Counts a refusal of the decision in the audit trail; what that needs is loaded by the first one. */
  readonly onRefusal: (refusal: Refusal) => Promise<void>;
  /** Does beforehand what a first request would wait for: keys, verification, a connection. See `afterPriming`. */
  readonly prime: Priming['prime'];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A new ULID, which sorts by time. */
  readonly newId: () => string;
}

/**
 * Wires the platform for a service; call it once, when its `deps.ts` is loaded. Nothing is connected before it is used.
 * Throws when the environment is incomplete.
 *
 * @example const { main, ephemeral, auth, cursors, now, newId } = createPlatform();
 */
export function createPlatform(): Platform {
  const environment = readEnvironment();
  const { userPoolId, userPoolClientId: clientId, jwksUri, jwks, rateLimits: policies } = environment;
  const client = dynamoClient();
  const main = createTable(client, environment.mainTable);
  const now = Date.now;
  const ephemeral = createTable(client, environment.ephemeralTable);
  const audit = createTable(client, environment.auditTable);
  const newId = (): string => ulid(now());
  const cursors = atFirst(async () => (await import('./cursors.ts')).createCursors(main, now));
  const idempotency = atFirst(async () => (await import('./idempotency.ts')).createIdempotency(ephemeral, now));
  const count = atFirst(async () => (await import('./audit.ts')).createRefusalLog({ audit, now }));
  const grants = createDynamodbGrants(main);
  const verifier = createTokenVerifier({ userPoolId, clientId, jwksUri, jwks });
  return {
    main,
    ephemeral,
    auth: {
      verifier,
      authorizer: createAuthorizer({ ...grants, now, newId }),
      limiter: lateLimiter({ client, table: environment.ephemeralTable, policies, now }),
    },
    cursors: {
      seal: async (...call) => (await cursors()).seal(...call),
      open: async (...call) => (await cursors()).open(...call),
    },
    idempotency: {
      begin: async (...call) => (await idempotency()).begin(...call),
      finish: async (...call) => (await idempotency()).finish(...call),
      release: async (...call) => (await idempotency()).release(...call),
    },
    onRefusal: async (refusal) => (await count())(refusal),
    prime: async (start) => {
      // The two reads of a first request, and what it verifies while they are under way.
      await Promise.all([
        main.get(keys.account(NOBODY)),
        grants.people.load(NOBODY),
        verifier.prime({ renewKeys: start === 'provisioned' }),
      ]);
    },
    now,
    newId,
  };
}

/** Made when first asked for, so that a cold start does not load what its request does not need. */
function atFirst<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
