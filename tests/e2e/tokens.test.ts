import { createHmac, createPublicKey, sign } from 'node:crypto';
import { createRequire } from 'node:module';
import { callAws } from '../../scripts/local/call-aws.ts';
import { findDemoUser } from '../../scripts/local/demo-users.ts';
import { localNames } from '../../scripts/local/local-names.ts';
import { usePlatform } from './use-platform.ts';

type Claims = Readonly<Record<string, unknown>>;

const using = usePlatform();
const path = '/v1/users/me/profile';
const fixed = { 'x-request-id': 'the-same-for-all', traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` };

// The stand-in signs with a key that lies in its package for everybody to see.
const { jwk, pem } = createRequire(import.meta.url)('cognito-local/lib/keys/cognitoLocal.private.json') as {
  jwk: { kid: string };
  pem: string;
};
const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

async function claims(): Promise<Claims> {
  const [, payload = ''] = (await using.token('member')).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims; // of a JWT
}

async function signed(change: Claims, header: Claims = {}): Promise<string> {
  const text = `${encode({ alg: 'RS256', kid: jwk.kid, ...header })}.${encode({ ...(await claims()), ...change })}`;
  return `${text}.${sign('sha256', Buffer.from(text), pem).toString('base64url')}`;
}

async function signIn(): Promise<Readonly<Record<string, string>>> {
  const { email, password } = findDemoUser('member');
  const { AuthenticationResult } = await callAws(`http://127.0.0.1:${using.platform.ports.cognito}`, {
    target: 'AWSCognitoIdentityProviderService.InitiateAuth',
    version: '1.1',
    input: {
      ClientId: localNames.userPoolClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    },
  });
  return AuthenticationResult as Readonly<Record<string, string>>; // texts only, but for ExpiresIn
}

async function refused(): Promise<Readonly<Record<string, string>>> {
  const token = await using.token('member');
  const [header = '', payload = '', signature = ''] = token.split('.');
  const now = Math.floor(Date.now() / 1000);
  const hmac = `${encode({ alg: 'HS256', kid: jwk.kid })}.${payload}`;
  const publicKey = createPublicKey(pem).export({ type: 'spki', format: 'pem' });
  return {
    'none at all': '',
    'an empty one': 'Bearer ',
    'another scheme': `Basic ${Buffer.from('member:secret').toString('base64')}`,
    garbage: 'Bearer garbage',
    'a token without its scheme': token,
    'two tokens': `Bearer ${token}, Bearer ${token}`,
    'an ID token': `Bearer ${(await signIn())['IdToken']}`,
    'a token without signature': `Bearer ${header}.${payload}.`,
    'a token that says alg none': `Bearer ${encode({ alg: 'none' })}.${payload}.`,
    'a token of HMAC with the public key': `Bearer ${hmac}.${createHmac('sha256', publicKey).update(hmac).digest('base64url')}`,
    'a changed token': `Bearer ${header}.${encode({ ...(await claims()), 'cognito:groups': ['admin'] })}.${signature}`,
    'a token of another issuer': `Bearer ${await signed({ iss: 'https://example.org/pool' })}`,
    'a token of another client': `Bearer ${await signed({ client_id: 'another' })}`,
    'a token of an unknown key': `Bearer ${await signed({}, { kid: 'another' })}`,
    'an expired token': `Bearer ${await signed({ iat: now - 7200, exp: now - 1 })}`,
    'a token from tomorrow': `Bearer ${await signed({ iat: now + 86_400, exp: now + 90_000 })}`,
    'a token that never ends': `Bearer ${await signed({ exp: now + 10 * 365 * 86_400 })}`,
  };
}

test('signs a token as the pool does, so that the refusals below are for their own reason', async () => {
  const headers = { authorization: `Bearer ${await signed({})}` };
  expect((await using.anonymous().get(path, { headers })).status).toBe(200);
});

test('answers every kind of bad token with the same 401', async () => {
  const client = using.anonymous();
  const answers = new Map<string, readonly string[]>();
  for (const [kind, authorization] of Object.entries(await refused())) {
    const { status, headers, body, text } = await client.get(path, { headers: { ...fixed, authorization } });
    expect([kind, status, body['code']]).toEqual([kind, 401, 'auth.token-invalid']);
    const said = `${text} ${headers.get('www-authenticate')}`;
    answers.set(said, [...(answers.get(said) ?? []), kind]);
  }
  expect([...answers.values()]).toHaveLength(1);
  expect([...answers.keys()][0]).toMatch(/ Bearer/);
});

test('does not mind how the scheme is written', async () => {
  const headers = { authorization: `bearer ${await using.token('member')}` };
  expect((await using.anonymous().get(path, { headers })).status).toBe(200);
});

test('takes tokens with every character of base64url in each part', async () => {
  // Each `~` or `?` in the claims gives a `-` or `_` for one of its three positions.
  const token = await signed({ jti: '~~~???~?~?>>>' }, { 'x-note': '~~~???' });
  const [header = '', payload = ''] = token.split('.');
  expect(header).toMatch(/[-_]/);
  expect(payload).toMatch(/[-_]/);
  expect((await using.anonymous().get(path, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
});
