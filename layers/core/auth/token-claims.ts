const MAX_LIFE_S = 86_400;
const CLOCK_SKEW_S = 60;
/** A user's id: a lower-case UUID. */
export const USER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Who a token speaks for. It says nothing of the account's present state. */
export interface VerifiedToken {
  /** The user's id: `sub`, a lower-case UUID. */
  readonly userId: string;
  /** As in the token: a name that is no role grants nothing, and the account may have revoked one. */
  readonly groups: readonly string[];
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds; from this instant on the token is no longer valid. */
  readonly expiresAt: number;
}

export interface ClaimRules {
  readonly issuer: string;
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * The claims of a token whose signature holds, or why it is refused (a fixed text, for the log). Stricter than the
 * library where they overlap: the instant of `exp` is expired, nothing may be absent, a life is at most 24 h.
 */
export function readClaims(
  claims: Readonly<Record<string, unknown>>,
  { issuer, clientId, now }: ClaimRules,
): VerifiedToken | { readonly refused: string } {
  const { exp, iat, nbf, sub, username, 'cognito:groups': groups = [] } = claims;
  const seconds = now / 1_000;
  if (claims['iss'] !== issuer) return { refused: 'iss is another issuer' };
  if (claims['token_use'] !== 'access') return { refused: 'not an access token' };
  if (claims['client_id'] !== clientId) return { refused: 'client_id is another client' };
  if (!isTime(exp) || exp <= seconds) return { refused: 'expired, or without exp' };
  if (!isTime(iat) || iat > seconds + CLOCK_SKEW_S) return { refused: 'issued in the future, or without iat' };
  if (exp - iat > MAX_LIFE_S) return { refused: 'valid for more than 24 h' };
  if (nbf !== undefined && (!isTime(nbf) || nbf > seconds)) return { refused: 'not valid yet' };
  // A client-credentials token has no user: its sub is the client's id and it has no username.
  if (typeof username !== 'string' || username === '') return { refused: 'speaks for no user' };
  if (typeof sub !== 'string' || !USER_ID.test(sub)) return { refused: 'sub is not a UUID' };
  if (!isStrings(groups)) return { refused: 'cognito:groups is not a list of names' };
  return { userId: sub, groups, issuedAt: iat, expiresAt: exp };
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');
