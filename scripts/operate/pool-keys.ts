import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import { fetchJwks } from '../../layers/core/auth/fetch-jwks.ts';
import { jwksUri } from '../../layers/core/auth/jwks-uri.ts';
import { parseJwks } from '../../layers/core/auth/parse-jwks.ts';
import { runCommand } from './stage.ts';

/**
 * `node scripts/operate/pool-keys.ts <user pool id> [address]`: the keys that a function would take from the pool, by the
 * function's own rules, in one spelling: what has not changed in the pool changes no template. For
 * scripts/serverless/user-pool-keys.cjs.
 */
await runCommand('pool-keys', async () => {
  const [pool = '', address] = process.argv.slice(2);
  const uri = jwksUri(address ?? CognitoJwtVerifier.parseUserPoolId(pool).jwksUri);
  const keys = parseJwks(await fetchJwks(uri));
  return JSON.stringify({ keys: keys.toSorted((one, other) => (one.kid < other.kid ? -1 : 1)) });
});
