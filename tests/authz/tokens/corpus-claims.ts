import { CLIENT, ISSUER, MEMBER, POOL } from '../../../layers/core/auth/test-pool.ts';
import type { Forge } from './forge.ts';
import { refused, type TokenCase, taken } from './token-case.ts';

const DAY = 86_400;

/** A claim as every type that it must not have. */
function odd(honest: string | number): Readonly<Record<string, unknown>> {
  return {
    'left out': undefined,
    null: null,
    true: true,
    'a list of it': [honest],
    'an empty list': [],
    'an object': { value: honest },
    ...(typeof honest === 'number'
      ? { text: String(honest), 'a date': new Date(honest * 1_000).toISOString(), negative: -1 }
      : {
          'a number': 1,
          empty: '',
          'with a space before': ` ${honest}`,
          'with a line feed after': `${honest}\n`,
          'with a zero byte after': `${honest}\0`,
        }),
  };
}

/** What the payload claims, under an honest signature: the rules that come after it. */
export function claimCases(forge: Forge): readonly TokenCase[] {
  const { now, withClaims, withText, parts } = forge;
  const [head, , signature] = parts;
  const each = (claim: string, values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`${claim} ${name}`, withClaims({ [claim]: value })]),
    );
  const literal = (claim: string, text: string): string =>
    withText({ payload: (json) => json.replace(new RegExp(`"${claim}":[^,}]+`), `"${claim}":${text}`) });
  const repeated = (member: string): string => withText({ payload: (json) => json.replace('{', `{${member},`) });
  const promoted = Buffer.from(JSON.stringify({ sub: MEMBER, 'cognito:groups': ['admin'] })).toString('base64url');

  return [
    ...taken('claims', {
      'without groups': withClaims({}),
      'an empty list of groups': withClaims({ 'cognito:groups': [] }),
      'a group that is no role': withClaims({ 'cognito:groups': ['coach', 'unheard-of', '', '__proto__'] }),
      'iat 60 s ahead': withClaims({ iat: now + 60 }),
      'a second to live': withClaims({ exp: now + 1 }),
      'a fraction of a second to live': withClaims({ exp: now + 0.5 }),
      'a life of 24 h': withClaims({ exp: now + DAY }),
      'a life of 24 h less a second': withClaims({ exp: now + DAY - 1 }),
      'nbf at this very second': withClaims({ nbf: now }),
      'letters of every script in a claim that is not read': withClaims({ note: 'Ünï¢ødé 試験 🏋' }),
      'whitespace between the members': withText({ payload: (json) => JSON.stringify(JSON.parse(json), null, 2) }),
    }),
    ...refused('times', {
      ...each('exp', odd(now + 60)),
      ...each('iat', odd(now)),
      ...each('nbf', { null: null, text: String(now), 'a list of it': [now], 'an object': {}, true: true }),
      'expired a second ago': withClaims({ exp: now - 1 }),
      'expired at this very second': withClaims({ exp: now, iat: now - 60 }),
      'expired long ago': withClaims({ exp: 1, iat: 0 }),
      'exp zero': withClaims({ exp: 0 }),
      'exp 1e400': literal('exp', '1e400'),
      'exp -1e400': literal('exp', '-1e400'),
      'exp in milliseconds': withClaims({ exp: (now + 60) * 1_000 }),
      'exp beyond every date': literal('exp', '9007199254740993'),
      'exp in hexadecimal': literal('exp', '0xffffffff'),
      'exp NaN': literal('exp', 'NaN'),
      'iat 61 s ahead': withClaims({ iat: now + 61 }),
      'iat 60.5 s ahead': withClaims({ iat: now + 60.5 }),
      'iat 1e400': literal('iat', '1e400'),
      'iat -1e400': literal('iat', '-1e400'),
      'iat zero, a life of decades': withClaims({ iat: 0 }),
      'a life of 24 h and a second': withClaims({ exp: now + DAY + 1 }),
      'a life of more than 24 h that began yesterday': withClaims({ iat: now - DAY, exp: now + 1 }),
      'a life that ends before it begins': withClaims({ iat: now + 50, exp: now - 10 }),
      'nbf a second ahead': withClaims({ nbf: now + 1 }),
      'nbf half a second ahead': withClaims({ nbf: now + 0.5 }),
      'nbf 1e400': withText({ payload: (json) => json.replace('{', '{"nbf":1e400,') }),
    }),
    ...refused('issuer and client', {
      ...each('iss', odd(ISSUER)),
      'another pool': withClaims({ iss: ISSUER.replace(POOL, 'eu-west-1_OtherPool') }),
      'another region': withClaims({ iss: ISSUER.replaceAll('eu-west-1', 'us-east-1') }),
      'another host': withClaims({ iss: `https://attacker.example/${POOL}` }),
      'a host that begins like the issuer’s': withClaims({ iss: ISSUER.replace('.com', '.com.attacker.example') }),
      'a user in the issuer': withClaims({ iss: ISSUER.replace('https://', 'https://x@') }),
      'the issuer with a slash': withClaims({ iss: `${ISSUER}/` }),
      'the issuer with a query': withClaims({ iss: `${ISSUER}?x` }),
      'the issuer over http': withClaims({ iss: ISSUER.replace('https', 'http') }),
      'the issuer in upper case': withClaims({ iss: ISSUER.toUpperCase() }),
      'the issuer’s second form': withClaims({ iss: `https://issuer-cognito-idp.eu-west-1.amazonaws.com/${POOL}` }),
      ...each('client_id', odd(CLIENT)),
      'another client': withClaims({ client_id: 'other' }),
      'a client that begins like ours': withClaims({ client_id: `${CLIENT}2` }),
      'the client in upper case': withClaims({ client_id: CLIENT.toUpperCase() }),
      'the client in aud only': withClaims({ client_id: undefined, aud: CLIENT }),
    }),
    ...refused('use', {
      ...each('token_use', odd('access')),
      'an ID token': withClaims({ token_use: 'id', aud: CLIENT, client_id: undefined }),
      'an ID token with a client id': withClaims({ token_use: 'id', aud: CLIENT }),
      'a refresh token': withClaims({ token_use: 'refresh' }),
      'a refresh token as Cognito makes it': `Bearer ${Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url')}.AAAA.AAAA.AAAA.AAAA`,
      'token_use in upper case': withClaims({ token_use: 'ACCESS' }),
      'client credentials': withClaims({ sub: CLIENT, username: undefined }),
      'client credentials with a UUID for a client': withClaims({ username: undefined }),
      ...each('username', { null: null, empty: '', 'a list of it': [MEMBER], 'a number': 1, 'an object': {} }),
    }),
    ...refused('sub', {
      ...each('sub', odd(MEMBER)),
      'sub in upper case': withClaims({ sub: MEMBER.toUpperCase() }),
      'sub that is no UUID': withClaims({ sub: 'admin' }),
      'sub without hyphens': withClaims({ sub: MEMBER.replaceAll('-', '') }),
      'sub in braces': withClaims({ sub: `{${MEMBER}}` }),
      'sub as a URN': withClaims({ sub: `urn:uuid:${MEMBER}` }),
      'sub a character short': withClaims({ sub: MEMBER.slice(0, -1) }),
      'sub with a key after it': withClaims({ sub: `${MEMBER}#PROFILE` }),
      'sub me': withClaims({ sub: 'me' }),
      'sub with full-width digits': withClaims({ sub: MEMBER.replace('6', '６') }),
      'sub in a second case': withText({ payload: (json) => json.replace('"sub"', '"Sub"') }),
    }),
    ...refused('groups', {
      ...each('cognito:groups', {
        'as text': 'admin',
        'as a list in text': '["admin"]',
        null: null,
        'a number': 1,
        true: true,
        'an object': { 0: 'admin', length: 1 },
        'with a number': ['admin', 1],
        'with null': ['admin', null],
        'in a list of lists': [['admin']],
        'with an object': [{ name: 'admin' }],
      }),
    }),
    ...refused('payload JSON', {
      'a list': withText({ payload: (json) => `[${json}]` }),
      null: withText({ payload: () => 'null' }),
      'a text': withText({ payload: () => '"x"' }),
      empty: withText({ payload: () => '{}' }),
      'cut off': withText({ payload: (json) => json.slice(0, -1) }),
      'with more after it': withText({ payload: (json) => `${json} ${json}` }),
      'with a byte order mark': withText({ payload: (json) => `\uFEFF${json}` }),
      'with a trailing comma': withText({ payload: (json) => json.replace(/}$/, ',}') }),
      'with a byte that is no UTF-8': forge.withBytes(
        Buffer.from(head, 'base64url'),
        Buffer.concat([
          Buffer.from(JSON.stringify({ sub: MEMBER }).slice(0, -2)),
          Buffer.from([0xc3, 0x28]),
          Buffer.from('"}'),
        ]),
      ),
      'sub twice': repeated('"sub":"11111111-1111-4111-8111-111111111111"'),
      'sub twice, the same': repeated(`"sub":"${MEMBER}"`),
      'sub twice, once escaped': repeated('"s\\u0075b":"11111111-1111-4111-8111-111111111111"'),
      'exp twice': repeated('"exp":1'),
      'groups twice': withText({
        payload: (json) => json.replace('{', '{"cognito:groups":["admin"],"cognito:groups":[],'),
      }),
      '__proto__ with the claims': withText({ payload: (json) => `{"__proto__":${json}}` }),
      'another payload under the signature': `Bearer ${head}.${promoted}.${signature}`,
    }),
  ];
}
