import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** For tests: a pool with keys of its own, whose tokens look like Cognito's in every claim. */
export const POOL = 'eu-west-1_GymLocal1';
export const CLIENT = 'gymcoachlocal';
export const ISSUER = `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`;
export const MEMBER = '6f1d1f3e-0b7a-4c2e-9d55-0a4f1c7e2b11';

type Json = Readonly<Record<string, unknown>>;

export interface TestKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly jwk: Json;
}

export function createTestKey(kid: string, modulusLength = 2_048): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } };
}

export const jwksText = (...keys: readonly TestKey[]): string => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });

export const base64url = (value: string | Uint8Array): string => Buffer.from(value).toString('base64url');

/** A claim set to `undefined` is left out. */
export const claims = (changes: Json = {}, nowSeconds = Math.floor(Date.now() / 1_000)): Json => ({
  sub: MEMBER,
  iss: ISSUER,
  client_id: CLIENT,
  token_use: 'access',
  scope: 'aws.cognito.signin.user.admin',
  auth_time: nowSeconds,
  iat: nowSeconds,
  exp: nowSeconds + 3_600,
  jti: 'd1b4a8a0-5a0e-4d0c-8e8b-6f5d2a9a7c10',
  username: MEMBER,
  ...changes,
});

export const header = (key: TestKey, changes: Json = {}): Json => ({ kid: key.kid, alg: 'RS256', ...changes });

/** Signs texts as they are, so that a test may sign what no honest issuer would. */
export function signRaw(key: TestKey, head: string, payload: string): string {
  const input = `${base64url(head)}.${base64url(payload)}`;
  return `${input}.${base64url(sign('sha256', Buffer.from(input), key.privateKey))}`;
}

export const signToken = (key: TestKey, payload: Json = claims(), head: Json = header(key)): string =>
  signRaw(key, JSON.stringify(head), JSON.stringify(payload));

/** The classic confusion: an HMAC whose secret is the public key. */
export function signHmac(secret: string | Buffer, head: Json, payload: Json): string {
  const input = `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(payload))}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startServer(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP, so the address is not a pipe's name
  return {
    url: `http://127.0.0.1:${port}/${POOL}/.well-known/jwks.json`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
