import { isAppError } from '../errors.ts';
import { CLIENT, claims, createTestKey, jwksText, MEMBER, POOL, signToken } from './test-pool.ts';
import { createTokenVerifier } from './token-verifier.ts';

// The attacks are in tests/authz/tokens, where each meets the whole chain.
const key = createTestKey('key-1');
const now = Math.floor(Date.now() / 1_000);
const verifier = createTokenVerifier({
  userPoolId: POOL,
  clientId: CLIENT,
  now: () => now * 1_000,
  fetchJwks: async () => jwksText(key),
});
const fresh = signToken(key, claims({}, now));

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
    ['no token', undefined],
    ['garbage', 'Bearer garbage'],
    ['an expired token', `Bearer ${signToken(key, claims({ exp: now - 1 }, now))}`],
    ['another client’s token', `Bearer ${signToken(key, claims({ client_id: 'other' }, now))}`],
    ['a token without a user', `Bearer ${signToken(key, claims({ username: undefined }, now))}`],
  ])('refuses %s with the one error, whose cause quotes nothing of it', async (_name, authorization) => {
    const error: unknown = await verifier.verify(authorization).catch((caught: unknown) => caught);
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
    for (const part of authorization?.split(/[ .]/) ?? []) if (part.length > 20) expect(reason).not.toContain(part);
    expect(reason).not.toContain(MEMBER);
  });

  test('remembers a token until the instant it expires', async () => {
    let clock = now * 1_000;
    const own = createTokenVerifier({
      userPoolId: POOL,
      clientId: CLIENT,
      now: () => clock,
      fetchJwks: async () => jwksText(key),
    });
    const first = await own.verify(`Bearer ${fresh}`);
    expect(await own.verify(`bearer ${fresh}`)).toBe(first);
    clock = (now + 3_600) * 1_000 - 1;
    expect(await own.verify(`Bearer ${fresh}`)).toBe(first);
    clock += 1;
    await expect(own.verify(`Bearer ${fresh}`)).rejects.toMatchObject({ code: 'auth.token-invalid' });
  });

  test('does not take a remembered token’s neighbours: one character more, less or other', async () => {
    await verifier.verify(`Bearer ${fresh}`);
    const other = fresh.endsWith('A') ? 'B' : 'A';
    for (const neighbour of [`${fresh}A`, fresh.slice(0, -1), `${fresh.slice(0, -1)}${other}`]) {
      await expect(verifier.verify(`Bearer ${neighbour}`)).rejects.toMatchObject({ code: 'auth.token-invalid' });
    }
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
