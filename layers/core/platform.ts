import {
  type Authorizer,
  createAuthorizer,
  createDynamodbGrants,
  createTokenVerifier,
  type TokenVerifier,
} from './auth.ts';
import { dynamoClient } from './clients/dynamodb.ts';
import { readEnvironment } from './environment.ts';
import { type Cursors, createCursors, createTable, type Table, ulid } from './table.ts';

/** The warm parts that every service uses, wired from the environment. */
export interface Platform {
  readonly main: Table;
  readonly ephemeral: Table;
  readonly auth: { readonly verifier: TokenVerifier; readonly authorizer: Authorizer };
  readonly cursors: Cursors;
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
  const { userPoolId, userPoolClientId: clientId, jwksUri, jwks } = environment;
  const client = dynamoClient();
  const main = createTable(client, environment.mainTable);
  const now = Date.now;
  const newId = (): string => ulid(now());
  return {
    main,
    ephemeral: createTable(client, environment.ephemeralTable),
    auth: {
      verifier: createTokenVerifier({ userPoolId, clientId, jwksUri, jwks }),
      authorizer: createAuthorizer({ ...createDynamodbGrants(main), now, newId }),
    },
    cursors: createCursors(main, now),
    now,
    newId,
  };
}
