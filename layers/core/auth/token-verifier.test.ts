import { constants, createPublicKey, sign } from 'node:crypto';
import { isAppError } from '../errors.ts';
import {
  base64url,
  CLIENT,
  claims,
  createTestKey,
  header,
  ISSUER,
  jwksText,
  MEMBER,
  POOL,
  signHmac,
  signRaw,
  signToken,
} from './test-pool.ts';
import { createTokenVerifier } from './token-verifier.ts';

const key = createTestKey('key-1');
const stranger = createTestKey('stranger');
const impostor = { ...createTestKey('key-1') };
const now = Math.floor(Date.now() / 1_000);
const verifier = createTokenVerifier({
  userPoolId: POOL,
  clientId: CLIENT,
  now: () => now * 1_000,
  fetchJwks: async () => jwksText(key),
});

const fresh = signToken(key, claims({}, now));
const [head = '', payload = '', signature = ''] = fresh.split('.');
const withClaims = (changes: Record<string, unknown>): string => `Bearer ${signToken(key, claims(changes, now))}`;
const withHeader = (changes: Record<string, unknown>): string =>
  `Bearer ${signToken(key, claims({}, now), header(key, changes))}`;
const publicPem = createPublicKey({ key: key.jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
const unsigned = (changes: Record<string, unknown>, end: string): string =>
  `Bearer ${base64url(JSON.stringify(header(key, changes)))}.${payload}.${end}`;

/** The last character of 256 bytes carries four unused bits: another character with the same used bits. */
function otherSpelling(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${part.slice(0, -1)}${alphabet[alphabet.indexOf(part.slice(-1)) ^ 1]}`;
}

function pssToken(): string {
  const input = `${head}.${payload}`;
  const pss = { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return `Bearer ${input}.${base64url(sign('sha256', Buffer.from(input), pss))}`;
}

const attacks: Readonly<Record<string, string | undefined>> = {
  'no header': undefined,
  'an empty header': '',
  'a scheme alone': 'Bearer',
  'a scheme and a space': 'Bearer ',
  'a token without a scheme': fresh,
  'another scheme': `Basic ${fresh}`,
  'two spaces': `Bearer  ${fresh}`,
  'a tab': `Bearer\t${fresh}`,
  'a space before': ` Bearer ${fresh}`,
  'a space after': `Bearer ${fresh} `,
  'a line feed after': `Bearer ${fresh}\n`,
  'two headers joined by a comma': `Bearer ${fresh},Bearer ${fresh}`,
  'two headers joined by a comma and a space': `Bearer ${fresh}, Bearer ${fresh}`,
  'a trailing comma': `Bearer ${fresh},`,
  'more than 8 KB': withClaims({ filler: 'x'.repeat(8_192) }),
  'two parts': `Bearer ${head}.${payload}`,
  'four parts': `Bearer ${fresh}.${signature}`,
  'five parts, as an encrypted token has': `Bearer ${head}.${payload}.${payload}.${payload}.${signature}`,
  'an empty signature': `Bearer ${head}.${payload}.`,
  'an empty header part': `Bearer .${payload}.${signature}`,
  'padding on the signature': `Bearer ${fresh}=`,
  'padding on every part': `Bearer ${head}=.${payload}=.${signature}==`,
  'base64 instead of base64url': `Bearer ${head}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}+`,
  'another spelling of the signature': `Bearer ${head}.${payload}.${otherSpelling(signature)}`,
  'a header part of an impossible length': `Bearer A.${payload}.${signature}`,
  'a signature cut short': `Bearer ${head}.${payload}.${signature.slice(0, 300)}`,
  'a flipped signature': `Bearer ${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
  'another payload under the signature': `Bearer ${head}.${base64url(JSON.stringify(claims({ 'cognito:groups': ['admin'] }, now)))}.${signature}`,
  'alg none': unsigned({ alg: 'none' }, 'AA'),
  'alg None': unsigned({ alg: 'None' }, signature),
  'alg HS256 with the public key as the secret': `Bearer ${signHmac(publicPem, header(key, { alg: 'HS256' }), claims({}, now))}`,
  'RS256 declared over an HMAC of the public key': `Bearer ${signHmac(publicPem, header(key), claims({}, now))}`,
  'alg RS512': withHeader({ alg: 'RS512' }),
  'alg PS256': withHeader({ alg: 'PS256' }),
  'a PSS signature under RS256': pssToken(),
  'alg ES256': withHeader({ alg: 'ES256' }),
  'alg EdDSA': withHeader({ alg: 'EdDSA' }),
  'alg rs256': withHeader({ alg: 'rs256' }),
  'alg as a list': withHeader({ alg: ['RS256'] }),
  'no alg': withHeader({ alg: undefined }),
  'crit, empty': withHeader({ crit: [] }),
  'crit exp': withHeader({ crit: ['exp'] }),
  'b64 false': withHeader({ b64: false, crit: ['b64'] }),
  'b64 true': withHeader({ b64: true }),
  zip: withHeader({ zip: 'DEF' }),
  enc: withHeader({ enc: 'A256GCM' }),
  'cty JWT': withHeader({ cty: 'JWT' }),
  'cty null': withHeader({ cty: null }),
  'typ of another kind': withHeader({ typ: 'logout+jwt' }),
  'typ in lower case': withHeader({ typ: 'jwt' }),
  'typ null': withHeader({ typ: null }),
  'no kid': withHeader({ kid: undefined }),
  'an empty kid': withHeader({ kid: '' }),
  'kid as a number': withHeader({ kid: 1 }),
  'kid as a list': withHeader({ kid: ['key-1'] }),
  'kid __proto__': withHeader({ kid: '__proto__' }),
  'kid as a path': withHeader({ kid: '../../dev/null' }),
  'a very long kid': withHeader({ kid: 'k'.repeat(300) }),
  'a header that is a list': `Bearer ${signRaw(key, '[]', JSON.stringify(claims({}, now)))}`,
  'a header that is null': `Bearer ${signRaw(key, 'null', JSON.stringify(claims({}, now)))}`,
  'a header that is no JSON': `Bearer ${signRaw(key, '{"alg":"RS256"', JSON.stringify(claims({}, now)))}`,
  'a stranger’s key': `Bearer ${signToken(stranger, claims({}, now))}`,
  'a stranger’s key under our kid': `Bearer ${signToken(impostor, claims({}, now))}`,
  'a stranger’s key in jwk': `Bearer ${signToken(impostor, claims({}, now), header(key, { jwk: impostor.jwk }))}`,
  'a stranger’s key set in jku': `Bearer ${signToken(impostor, claims({}, now), header(key, { jku: 'https://example.com/keys' }))}`,
  'a stranger’s certificate in x5u': `Bearer ${signToken(impostor, claims({}, now), header(key, { x5u: 'https://example.com/c' }))}`,
  'a payload that is a list': `Bearer ${signRaw(key, JSON.stringify(header(key)), '[]')}`,
  'a payload that is null': `Bearer ${signRaw(key, JSON.stringify(header(key)), 'null')}`,
  'a payload that is no JSON': `Bearer ${signRaw(key, JSON.stringify(header(key)), '{"sub":')}`,
  expired: withClaims({ exp: now - 1 }),
  'expired at this very second': withClaims({ exp: now, iat: now - 60 }),
  'no exp': withClaims({ exp: undefined }),
  'exp null': withClaims({ exp: null }),
  'exp as text': withClaims({ exp: String(now + 60) }),
  'exp without an end': `Bearer ${signRaw(key, JSON.stringify(header(key)), JSON.stringify(claims({}, now)).replace(/"exp":\d+/, '"exp":1e400'))}`,
  'exp negative': withClaims({ exp: -1 }),
  'no iat': withClaims({ iat: undefined }),
  'iat as text': withClaims({ iat: String(now) }),
  'iat 61 s ahead': withClaims({ iat: now + 61 }),
  'a life of more than 24 h': withClaims({ exp: now + 86_401 }),
  'a long life by an old iat': withClaims({ iat: 0 }),
  'nbf ahead': withClaims({ nbf: now + 1 }),
  'nbf as text': withClaims({ nbf: String(now) }),
  'nbf null': withClaims({ nbf: null }),
  'another pool': withClaims({ iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other' }),
  'another issuer': withClaims({ iss: 'https://example.com' }),
  'the issuer with a slash': withClaims({ iss: `${ISSUER}/` }),
  'the issuer’s global form': withClaims({ iss: `https://issuer-cognito-idp.eu-west-1.amazonaws.com/${POOL}` }),
  'the issuer in a list': withClaims({ iss: [ISSUER] }),
  'no issuer': withClaims({ iss: undefined }),
  'another client': withClaims({ client_id: 'other' }),
  'the client in a list': withClaims({ client_id: [CLIENT] }),
  'the client in aud only': withClaims({ client_id: undefined, aud: CLIENT }),
  'an ID token': withClaims({ token_use: 'id', aud: CLIENT, client_id: undefined }),
  'an ID token with a client id': withClaims({ token_use: 'id', aud: CLIENT }),
  'no token_use': withClaims({ token_use: undefined }),
  'token_use in a list': withClaims({ token_use: ['access'] }),
  'client credentials': withClaims({ sub: CLIENT, username: undefined }),
  'client credentials with a UUID': withClaims({ username: undefined }),
  'an empty username': withClaims({ username: '' }),
  'no sub': withClaims({ sub: undefined }),
  'sub in upper case': withClaims({ sub: MEMBER.toUpperCase() }),
  'sub with more after it': withClaims({ sub: `${MEMBER}#PROFILE` }),
  'sub with a line feed': withClaims({ sub: `${MEMBER}\n` }),
  'sub as a number': withClaims({ sub: 1 }),
  'sub in a list': withClaims({ sub: [MEMBER] }),
  'groups as text': withClaims({ 'cognito:groups': 'admin' }),
  'groups null': withClaims({ 'cognito:groups': null }),
  'groups as an object': withClaims({ 'cognito:groups': { 0: 'admin' } }),
  'groups with a number': withClaims({ 'cognito:groups': ['admin', 1] }),
  'groups with a list': withClaims({ 'cognito:groups': [['admin']] }),
};

const refusal = async (authorization: string | undefined): Promise<unknown> =>
  verifier.verify(authorization).then(
    (token) => token,
    (error: unknown) => error,
  );

describe('createTokenVerifier', () => {
  test('says who calls, from a token as Cognito makes it', async () => {
    const token = signToken(key, claims({ 'cognito:groups': ['coach', 'unheard-of'] }, now));
    expect(await verifier.verify(`Bearer ${token}`)).toEqual({
      userId: MEMBER,
      groups: ['coach', 'unheard-of'],
      issuedAt: now,
      expiresAt: now + 3_600,
    });
  });

  test.each([
    ['the scheme in any case', `bEARER ${fresh}`],
    ['typ JWT', withHeader({ typ: 'JWT' })],
    ['typ at+jwt', withHeader({ typ: 'at+jwt' })],
    ['iat 60 s ahead', withClaims({ iat: now + 60 })],
    ['half a minute to live', withClaims({ exp: now + 30 })],
    ['a life of exactly 24 h', withClaims({ exp: now + 86_400 })],
    ['nbf at this very second', withClaims({ nbf: now })],
  ])('takes a token with %s', async (_name, authorization) => {
    expect(await verifier.verify(authorization)).toMatchObject({ userId: MEMBER, groups: [] });
  });

  test.each(Object.entries(attacks))('refuses %s with the one answer', async (_name, authorization) => {
    const error = await refusal(authorization);
    expect(isAppError(error) && { ...error, message: error.message }).toEqual({
      name: 'AppError',
      kind: 'unauthenticated',
      code: 'auth.token-invalid',
      message: 'A valid access token is required.',
      issues: [],
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      retryAfter: undefined,
    });
    const reason = isAppError(error) && error.cause instanceof Error ? error.cause.message : '';
    expect(reason).toMatch(/^[A-Za-z]/);
    for (const part of authorization?.split(/[ .,]/) ?? []) if (part.length > 20) expect(reason).not.toContain(part);
    expect(reason).not.toContain(MEMBER);
  });

  test('has more than a hundred attacks to refuse', () => {
    expect(Object.keys(attacks).length).toBeGreaterThan(100);
  });

  test('remembers a token until the instant it expires, and not its neighbours', async () => {
    let clock = now * 1_000;
    const own = createTokenVerifier({
      userPoolId: POOL,
      clientId: CLIENT,
      now: () => clock,
      fetchJwks: async () => jwksText(key),
    });
    const first = await own.verify(`Bearer ${fresh}`);
    expect(await own.verify(`bearer ${fresh}`)).toBe(first);
    await expect(own.verify(`Bearer ${head}.${payload}.${otherSpelling(signature)}`)).rejects.toThrow();
    clock = (now + 3_600) * 1_000 - 1;
    expect(await own.verify(`Bearer ${fresh}`)).toBe(first);
    clock += 1;
    await expect(own.verify(`Bearer ${fresh}`)).rejects.toMatchObject({ code: 'auth.token-invalid' });
  });

  test.each([
    ['http://example.com/keys'],
    ['http://127.0.0.1.example.com/keys'],
    ['http://10.0.0.1/keys'],
    ['ftp://127.0.0.1/keys'],
    ['file:///etc/passwd'],
    ['https://user:secret@example.com/keys'],
    ['keys'],
  ])('does not start with the key address %s', (jwksUri) => {
    expect(() => createTokenVerifier({ userPoolId: POOL, clientId: CLIENT, jwksUri })).toThrow('JWKS address');
  });

  test('does not start with a pool id or a client id that cannot be right', () => {
    expect(() => createTokenVerifier({ userPoolId: 'nowhere', clientId: CLIENT })).toThrow('User Pool ID');
    expect(() => createTokenVerifier({ userPoolId: POOL, clientId: '' })).toThrow('client id');
  });
});
