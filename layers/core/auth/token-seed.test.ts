import { readEnvironment } from '../environment.ts';
import { CLIENT, claims, createTestKey, header, jwksText, MEMBER, POOL, signToken } from './test-pool.ts';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

const HOUR = 3_600_000;
const key = createTestKey('key-1');
const second = createTestKey('key-2');
const weak = createTestKey('key-1', 1_024);
const start = Math.floor(Date.now() / 1_000);
const refused = { code: 'auth.token-invalid' };

let clock: number;
let fetches: number;
let fetchJwks: () => Promise<string>;
let count = 0;

const verifierWith = (jwks: string): TokenVerifier =>
  createTokenVerifier({
    userPoolId: POOL,
    clientId: CLIENT,
    jwks,
    now: () => clock,
    fetchJwks: () => {
      fetches += 1;
      return fetchJwks();
    },
  });
/** None of those before, and good for 23 h. */
const token = (by = key, kid = by.kid): string => {
  count += 1;
  const payload = claims({ exp: start + 23 * 3_600, jti: `token-${count}` }, start);
  return `Bearer ${signToken(by, payload, header(by, { kid }))}`;
};

beforeEach(() => {
  clock = start * 1_000;
  fetches = 0;
  fetchJwks = async () => jwksText(key);
});

describe('keys that the configuration gives', () => {
  test('verify the first token without a fetch, and no other', async () => {
    const verifier = verifierWith(jwksText(key));
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(0);
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(1);
    clock += HOUR - 1;
    await verifier.verify(token());
    expect(fetches).toBe(1);
    clock += 1;
    await verifier.verify(token());
    expect(fetches).toBe(2);
  });

  test('accept the same token twice only if the pool still has its key', async () => {
    const verifier = verifierWith(jwksText(key, second));
    const dropped = token(second);
    await expect(verifier.verify(dropped)).resolves.toMatchObject({ userId: MEMBER });
    await expect(verifier.verify(dropped)).rejects.toMatchObject(refused);
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(1);
  });

  test('are renewed by one fetch for all that wait for it', async () => {
    const verifier = verifierWith(jwksText(key, second));
    await verifier.verify(token());
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => verifier.verify(token(index % 2 ? key : second))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(fetches).toBe(1);
  });

  test('serve no request when they are an hour old in the container', async () => {
    const verifier = verifierWith(jwksText(key));
    clock += HOUR;
    fetchJwks = async () => jwksText(second);
    await expect(verifier.verify(token())).rejects.toMatchObject(refused);
    await expect(verifier.verify(token(second))).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(1);
  });

  test('are renewed for a key id that is not among them, at most once in 10 s', async () => {
    const verifier = verifierWith(jwksText(key));
    fetchJwks = async () => jwksText(key, second);
    await expect(verifier.verify(token(second))).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(1);
    await expect(verifier.verify(token(second, 'unknown'))).rejects.toMatchObject(refused);
    expect(fetches).toBe(1);
  });

  test('are used on while they cannot be renewed, which is tried every 10 s', async () => {
    const verifier = verifierWith(jwksText(key));
    const good = fetchJwks;
    fetchJwks = () => Promise.reject(new Error('unreachable'));
    const same = token();
    for (let request = 1; request <= 4; request += 1) {
      await expect(verifier.verify(same)).resolves.toMatchObject({ userId: MEMBER });
    }
    await expect(verifier.verify(token(second))).rejects.toMatchObject({ code: 'auth.keys-unavailable' });
    expect(fetches).toBe(1);
    clock += 10_000;
    fetchJwks = good;
    await expect(verifier.verify(same)).resolves.toMatchObject({ userId: MEMBER });
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(2);
  });

  test('may have others beside them that are of no use', async () => {
    const verifier = verifierWith(
      JSON.stringify({ keys: [{ kty: 'EC', kid: 'ec' }, { ...weak.jwk, kid: 'weak' }, key.jwk] }),
    );
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'https://example.com/keys'],
    ['JSON that was cut off', jwksText(key).slice(0, -1)],
    ['null', 'null'],
    ['one key that is in no set', JSON.stringify(key.jwk)],
    ['an empty set', '{"keys":[]}'],
    ['a key of 1024 bits', jwksText(weak)],
    ['one key id twice', jwksText(key, { ...second, jwk: { ...second.jwk, kid: key.kid } })],
    ['a key for encryption', JSON.stringify({ keys: [{ ...key.jwk, use: 'enc' }] })],
  ])('let nothing start when they are %s', (_name, jwks) => {
    expect(() => verifierWith(jwks)).toThrow('The JWKS of the configuration is no key set with a usable key.');
  });
});

describe('the variable JWKS', () => {
  const others = {
    STAGE: 's',
    MAIN_TABLE: 'm',
    EPHEMERAL_TABLE: 'e',
    AUDIT_TABLE: 'audit',
    RATE_LIMITS: 'read=600/60 write=120/60 sensitive=30/60',
    USER_POOL_ID: POOL,
    USER_POOL_CLIENT_ID: CLIENT,
  };

  test('is optional, and empty is absent', () => {
    expect(readEnvironment(others).jwks).toBeUndefined();
    expect(readEnvironment({ ...others, JWKS: '' }).jwks).toBeUndefined();
    expect(readEnvironment({ ...others, JWKS: '{}' }).jwks).toBe('{}');
  });

  test('reaches the verifier of the platform, which does not start with a malformed one', async () => {
    const before = { ...process.env };
    Object.assign(process.env, others, { AWS_REGION: 'eu-west-1' });
    try {
      const { createPlatform } = await import('../platform.ts');
      process.env['JWKS'] = '{"keys":[]}';
      expect(() => createPlatform()).toThrow('The JWKS of the configuration');
      process.env['JWKS'] = jwksText(key);
      process.env['JWKS_URI'] = 'http://127.0.0.1:9/nothing-listens-here';
      await expect(createPlatform().auth.verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    } finally {
      process.env = before;
    }
  });
});

describe('priming', () => {
  test('fetches the keys that are not known, once, and leaves nothing for the first token to wait for', async () => {
    const verifier = createTokenVerifier({
      userPoolId: POOL,
      clientId: CLIENT,
      now: () => clock,
      fetchJwks: () => {
        fetches += 1;
        return fetchJwks();
      },
    });
    await verifier.prime();
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(1);
  });

  test('does not use up the keys that the configuration gives', async () => {
    const verifier = verifierWith(jwksText(key));
    await verifier.prime();
    await verifier.prime();
    expect(fetches).toBe(0);
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    expect(fetches).toBe(0);
    await verifier.verify(token());
    expect(fetches).toBe(1);
  });

  test('renews them where there is time for it: then no request waits', async () => {
    const verifier = verifierWith(jwksText(key));
    await verifier.prime({ renewKeys: true });
    for (let requests = 0; requests < 3; requests += 1) {
      await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
    }
    expect(fetches).toBe(1);
  });

  test('leaves the given keys where they cannot be renewed', async () => {
    fetchJwks = () => Promise.reject(new Error('nobody there'));
    const verifier = verifierWith(jwksText(key));
    await expect(verifier.prime({ renewKeys: true })).rejects.toMatchObject({ code: 'auth.keys-unavailable' });
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
  });

  test('rejects without keys, and the first token asks again', async () => {
    fetchJwks = () => Promise.reject(new Error('nobody there'));
    const verifier = createTokenVerifier({
      userPoolId: POOL,
      clientId: CLIENT,
      now: () => clock,
      fetchJwks: () => fetchJwks(),
    });
    await expect(verifier.prime()).rejects.toMatchObject({ code: 'auth.keys-unavailable' });
    fetchJwks = async () => jwksText(key);
    clock += 2_000;
    await expect(verifier.verify(token())).resolves.toMatchObject({ userId: MEMBER });
  });
});
