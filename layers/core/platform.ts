import type { Refusal } from './audit.ts';
import {
  type Authorizer,
  createAuthorizer,
  createDynamodbGrants,
  createTokenVerifier,
  type TokenVerifier,
} from './auth.ts';
import { dynamoClient } from './clients/dynamodb.ts';
import { readEnvironment } from './environment.ts';
import { lateLimiter } from './limit/late-limiter.ts';
import type { RateLimiter } from './limit.ts';
import { type Cursors, createCursors, createTable, type Table, ulid } from './table.ts';

/** The warm parts that every service uses, wired from the environment. */
export interface Platform {
  readonly main: Table;
  readonly ephemeral: Table;
  readonly auth: { readonly verifier: TokenVerifier; readonly authorizer: Authorizer; readonly limiter: RateLimiter };
  readonly cursors: Cursors;
  /** Counts a refusal of the decision in the audit trail; what that needs is loaded by the first one. */
  readonly onRefusal: (refusal: Refusal) => Promise<void>;
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
  const audit = createTable(client, environment.auditTable);
  let count: Promise<(refusal: Refusal) => Promise<void>> | undefined;
  const newId = (): string => ulid(now());
  return {
    main,
    ephemeral: createTable(client, environment.ephemeralTable),
    auth: {
      verifier: createTokenVerifier({ userPoolId, clientId, jwksUri, jwks }),
      authorizer: createAuthorizer({ ...createDynamodbGrants(main), now, newId }),
      limiter: lateLimiter({ client, table: environment.ephemeralTable, policies, now }),
    },
    cursors: createCursors(main, now),
    onRefusal: async (refusal) => {
      count ??= import('./audit.ts').then(({ createRefusalLog }) => createRefusalLog({ audit, now }));
      await (await count)(refusal);
    },
    now,
    newId,
  };
}
