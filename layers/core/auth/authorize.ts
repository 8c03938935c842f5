import { AppError, notFound, unavailable } from '../errors.ts';
import { monotonic as clock } from '../monotonic.ts';
import type { AccessLog } from './access-log.ts';
import { cachedGrants } from './cached-grants.ts';
import { CATALOGUE, type Permission } from './catalogue.ts';
import type { CoachLink, CoachLinkStore } from './coach-link.ts';
import { type Allowed, type Denied, decide } from './decide.ts';
import { invalidToken } from './invalid-token.ts';
import type { PersonStore } from './person-store.ts';
import { accountFault, type Grants, type Principal, principalOf } from './principal.ts';
import type { RoleStore } from './role-store.ts';
import { USER_ID, type VerifiedToken } from './token-claims.ts';

export interface AuthorizerDeps {
  readonly people: PersonStore;
  readonly roles: RoleStore;
  readonly links: CoachLinkStore;
  readonly accessLog: AccessLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A new ULID. */
  readonly newId: () => string;
  /** Milliseconds of a clock that is never set. @default monotonic */
  readonly monotonic?: () => number;
}

export interface Authorization {
  readonly principal: Principal;
  readonly decision: Allowed;
}

export interface Authorizer {
  /**
   * Decides on the path alone. `ownerId` is the person in the path, `me` resolved, or `SYSTEM_OWNER`. Throws 401 `auth.token-invalid`, 503
   * `auth.grants-unavailable`, 403 `auth.account-disabled`, 404 `resource.not-found` or 403 `authz.permission-missing`.
   * An access through a coach link is in the owner's access log when this resolves.
   */
  authorize(request: {
    readonly token: VerifiedToken;
    readonly permission: Permission;
    readonly ownerId: string;
    /** Called while the caller's grants are being read, where they are not known: what the answer needs can be read beside them. */
    readonly beside?: (() => void) | undefined;
  }): Promise<Authorization>;
  /** For routes that any account in good standing may use: the account rules only, throws like `authorize`. */
  authenticateOnly(token: VerifiedToken): Promise<Principal>;
  /** What is stored about a person, to explain a decision that is not the caller's own. Throws 503 `auth.grants-unavailable`. */
  grantsOf(userId: string): Promise<Grants>;
}

/**
 * The one place that enforces the decision. Make one per container: it keeps accounts and roles for at most a minute.
 *
 * @example
 * const authorizer = createAuthorizer({ ...createDynamodbGrants(table), now: Date.now, newId: ulid });
 * const { principal } = await authorizer.authorize({ token, permission: 'profile:read', ownerId });
 */
export function createAuthorizer(deps: AuthorizerDeps): Authorizer {
  const { people, roles, links, accessLog, now, newId, monotonic = clock } = deps;
  const grants = cachedGrants({ people, roles, now, monotonic });

  const principal = async (token: VerifiedToken, beside?: () => void): Promise<Principal> =>
    principalOf(token, await orUnavailable(grants(token.userId, beside)), now());

  return {
    async authorize({ token, permission, ownerId, beside }) {
      const caller = await principal(token, beside);
      refuseAccount(caller);
      const entry = CATALOGUE.get(permission);
      if (entry === undefined) throw new Error('A route declares a permission that is not in the catalogue.'); // a bug
      const { kind, verb } = entry;
      const link = await linkTo(caller, ownerId);
      const at = now();
      const decision = decide({ principal: caller, permission, resource: { kind, ownerId, link }, now: at });
      if (!decision.allow) throw refusal(decision);
      if (decision.scope === 'assigned') {
        const row = { id: newId(), clientId: ownerId, actorId: caller.userId, kind, verb, at } as const;
        const role = decision.rule === 'custom-role' ? 'custom' : 'coach';
        await orUnavailable(accessLog.record({ ...row, role, relationship: 'coach-link' }));
      }
      return { principal: caller, decision };
    },
    async authenticateOnly(token) {
      const caller = await principal(token);
      refuseAccount(caller);
      return caller;
    },
    grantsOf: (userId) => orUnavailable(grants(userId)),
  };

  /** Read only where it may count: what is no user id has no link, and is no key to ask the table for. */
  async function linkTo(
    { userId, roles: builtIn, customRoles }: Principal,
    ownerId: string,
  ): Promise<CoachLink | undefined> {
    if (ownerId === userId || !USER_ID.test(ownerId)) return undefined;
    const counts = builtIn.has('coach') || customRoles.some(({ role }) => role.needsLink);
    return counts ? orUnavailable(links.load(ownerId, userId)) : undefined;
  }
}

/** 401 for a token from before a sign-out everywhere, 403 for an account that is not active. */
function refuseAccount(caller: Principal): void {
  const fault = accountFault(caller);
  if (fault === 'token-superseded') throw invalidToken('issued before the account took new tokens only');
  if (fault === 'account-not-active') {
    throw new AppError('forbidden', 'auth.account-disabled', 'This account is not active.');
  }
}

function refusal({ rule, missing, visible }: Denied): AppError {
  const cause = new Error(`${missing} was refused by the rule ${rule}.`);
  if (!visible) return notFound(cause);
  return new AppError('forbidden', 'authz.permission-missing', 'You may not do this.', { cause });
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw unavailable('auth.grants-unavailable', 'What you may do cannot be checked right now.', cause);
  }
}
