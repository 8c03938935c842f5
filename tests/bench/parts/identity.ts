import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const REGION = 'eu-west-1';
export const USER_POOL_ID = 'eu-west-1_GymBench1';
export const CLIENT_ID = 'gymcoachbench';
export const USER_ID = '6f1c2a34-58d7-4b1e-9c0a-3d5e7f901b2c';

export interface Identity {
  readonly jwksUri: string;
  /** What that address answers, as a deployment hands it to functions. */
  readonly jwks: string;
  /** An access token as Cognito shapes it, RS256, good for an hour. */
  readonly token: string;
  stop(): void;
}

/** A key pair, its JWKS on a loopback port, and a token signed by it. */
export async function startIdentity(): Promise<Identity> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = 'bench-key-1';
  const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] });
  const server = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(jwks) })
      .end(jwks);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port

  const now = Math.floor(Date.now() / 1_000);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    sub: USER_ID,
    iss: `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`,
    client_id: CLIENT_ID,
    origin_jti: '0f7d4b5c-8a6e-4c1d-9f2b-1a3c5e7d9b0f',
    event_id: '5b1e9c0a-3d5e-4f90-8b2c-6f1c2a3458d7',
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: now,
    exp: now + 3_600,
    iat: now,
    jti: '9c0a3d5e-7f90-4b2c-8f1c-2a3458d74b1e',
    username: USER_ID,
  };
  const signed = `${part({ kid, alg: 'RS256' })}.${part(claims)}`;
  return {
    jwks,
    jwksUri: `http://127.0.0.1:${port}/${USER_POOL_ID}/.well-known/jwks.json`,
    token: `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
