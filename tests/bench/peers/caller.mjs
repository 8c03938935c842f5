import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

// Not by import: unbundled, an ES import of node:http touches its every export and so loads undici (40 ms).
const { get } = process.getBuiltinModule('node:http');

/** The keys come from a local server here; `node:http` is loaded by the runtime anyway, so nobody pays for this detour. */
const fetcher = {
  fetch: () =>
    new Promise((resolve, reject) => {
      get(process.env.JWKS_URI, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks)));
      }).on('error', reject);
    }),
};

const verifier = CognitoJwtVerifier.create(
  { userPoolId: process.env.USER_POOL_ID, clientId: process.env.USER_POOL_CLIENT_ID, tokenUse: 'access' },
  { jwksCache: new SimpleJwksCache({ fetcher }) },
);

/** The user whose profile the path names, if the bearer may see it: undefined when not signed in, null when not theirs. */
export async function ownId(authorization, userId) {
  try {
    const { sub } = await verifier.verify((authorization ?? '').replace(/^Bearer /i, ''));
    return userId === 'me' || userId === sub ? sub : null;
  } catch {
    return undefined;
  }
}
