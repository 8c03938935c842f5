import { hash } from 'node:crypto';
import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import { JwtInvalidClaimError, JwtInvalidSignatureError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { UnsafeStart } from '../priming.ts';
import { createBoundedMap } from './bounded-map.ts';
import { fetchJwks } from './fetch-jwks.ts';
import { invalidToken } from './invalid-token.ts';
import { jwksUri as checkedUri } from './jwks-uri.ts';
import { parseJwks, type SigningKey } from './parse-jwks.ts';
import { readBearer } from './read-bearer.ts';
import { createSigningKeys } from './signing-keys.ts';
import { readClaims, type VerifiedToken } from './token-claims.ts';
import { readTokenHeader } from './token-header.ts';

const REMEMBERED_TOKENS = 1_000;

export interface TokenVerifierOptions {
  /** The Cognito user pool that issues the tokens, `<region>_<id>`. */
  readonly userPoolId: string;
  /** The one app client whose tokens are taken. */
  readonly clientId: string;
  /** Where the keys are, if not at the issuer: https, or http on a loopback address. @default the issuer's own */
  readonly jwksUri?: string | undefined;
  /**
   * The text of the pool's key set as known at deployment, which saves a container's first request the fetch. The second
   * one fetches, and so does one with a key id that is not in it, or an hour after the verifier was made. @default fetched
   */
  readonly jwks?: string | undefined;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number;
  /** The text of the key set at an address. @default one bounded GET request */
  readonly fetchJwks?: (uri: URL) => Promise<string>;
}

export interface TokenVerifier {
  /**
   * Who calls, from the value of the `Authorization` header. Throws 401 `auth.token-invalid`, alike for every cause
   * (the cause is attached, for the log), or 503 `auth.keys-unavailable` when there are no keys to judge by.
   */
  verify(authorization: string | undefined): Promise<VerifiedToken>;
  /**
   * Does what the first token would have to wait for: fetches the keys, unless they are known from the start and not to be
   * renewed, and has one forged token fail. Rejects when the keys cannot be had.
   */
  prime(options?: { readonly renewKeys?: boolean }): Promise<void>;
}

/**
 * Verifies Cognito access tokens: `aws-jwt-verify` checks the signature and the claims, and stricter rules of our own
 * come before and after it. Make one per container: it holds the keys and the tokens already verified.
 *
 * @throws a plain `Error` when the pool id, the key address or the given key set cannot be right
 * @example
 * const verifier = createTokenVerifier({ userPoolId: 'eu-west-1_AbCdEfGhI', clientId: '1example23456789' });
 * const { userId } = await verifier.verify(event.headers['authorization']);
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { userPoolId, clientId, now = Date.now, fetchJwks: fetch = fetchJwks } = options;
  if (clientId === '') throw new Error('The app client id is empty.');
  const library = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' });
  const { issuer, jwksUri } = CognitoJwtVerifier.parseUserPoolId(userPoolId);
  const uri = checkedUri(options.jwksUri ?? jwksUri);
  const verified = createBoundedMap<VerifiedToken>(REMEMBERED_TOKENS);
  let someKid = '';
  const keys = createSigningKeys({
    fetch: () => fetch(uri),
    now,
    accept: (set) => {
      library.cacheJwks({ keys: [...set] });
      someKid = set[0]?.kid ?? '';
    },
    seed: options.jwks === undefined ? undefined : seedKeys(options.jwks),
  });

  function checkSignature(token: string): Readonly<Record<string, unknown>> {
    try {
      return library.verifySync(token);
    } catch (error) {
      throw invalidToken(reasonOf(error));
    }
  }

  return {
    async verify(authorization) {
      const token = readBearer(authorization);
      if (token === undefined) throw invalidToken('not one Bearer token of at most 8 KB');
      // The whole token, signature included: the same claims with another signature are another token.
      const digest = hash('sha256', token, 'base64');
      const remembered = verified.get(digest);
      if (remembered !== undefined && now() < remembered.expiresAt * 1_000) return remembered;
      const header = readTokenHeader(token);
      if ('refused' in header) throw invalidToken(header.refused);
      const isLasting = await keys.ready(header.kid);
      const claims = readClaims(checkSignature(token), { issuer, clientId, now: now() });
      if ('refused' in claims) throw invalidToken(claims.refused);
      if (isLasting) verified.set(digest, claims);
      return claims;
    },

    async prime({ renewKeys = false } = {}) {
      if (someKid === '' || renewKeys) {
        await keys.ready('').catch((error: unknown) => {
          keys.tryAgain();
          throw error;
        });
      }
      const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const forged = `${part({ alg: 'RS256', kid: someKid })}.${part({ iss: issuer })}.${'A'.repeat(342)}`;
      const token = readBearer(`Bearer ${forged}`) ?? '';
      if ('refused' in readTokenHeader(token)) throw new Error('The forged token is none.');
      try {
        checkSignature(token);
      } catch {
        return; // as it must be
      }
      throw new UnsafeStart('A forged token has passed.');
    },
  };
}

/** A container with a broken configuration must not start: it would hide behind fetches until they fail. */
function seedKeys(text: string): readonly SigningKey[] {
  try {
    return parseJwks(text);
  } catch (cause) {
    throw new Error('The JWKS of the configuration is no key set with a usable key.', { cause });
  }
}

/** Claims are quoted in the library's messages only once the signature holds; what fails earlier is named, not quoted. */
function reasonOf(error: unknown): string {
  if (error instanceof JwtInvalidSignatureError) return 'the signature does not hold';
  if (error instanceof KidNotFoundInJwksError) return 'signed by no key of the pool';
  return error instanceof JwtInvalidClaimError ? error.message : 'not a token';
}
