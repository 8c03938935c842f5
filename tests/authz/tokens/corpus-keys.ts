import { generateKeyPairSync } from 'node:crypto';
import type { RequestListener } from 'node:http';
import {
  claims,
  createTestKey,
  header,
  jwksText,
  signToken,
  type TestKey,
} from '../../../layers/core/auth/test-pool.ts';
import type { Forge } from './forge.ts';
import type { Step, TokenCase } from './token-case.ts';

const HOUR = 3_600_000;

/** The keys: what the key set may hold, how its address may misbehave, and how keys come and go. */
export function keyCases({ now, key }: Forge): readonly TokenCase[] {
  const second = createTestKey('key-2');
  const weak = createTestKey('key-1', 1_024);
  const almost = createTestKey('key-1', 2_047);
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const good = serve(jwksText(key));
  let count = 0;
  /** Lives for 23 h and is none of those before. */
  const token = (by: TestKey = key, kid = by.kid): string => {
    count += 1;
    return `Bearer ${signToken(by, claims({ exp: now + 23 * 3_600, jti: `token-${count}` }, now), header(by, { kid }))}`;
  };
  const step = (
    expected: Step['expected'],
    authorization: string,
    more: Omit<Step, 'expected' | 'authorization'> = {},
  ): Step => ({
    authorization,
    expected,
    ...more,
  });
  const keySet = (name: string, fetches: number, ...steps: readonly Step[]): TokenCase => ({
    group: 'keys',
    name,
    fetches,
    steps,
  });
  const changed = (change: object): RequestListener => serve(JSON.stringify({ keys: [{ ...key.jwk, ...change }] }));

  const broken: Readonly<Record<string, RequestListener>> = {
    'a server error': serve('', 500),
    'a body with a server error': serve(jwksText(key), 500),
    'an answer of 404': serve('', 404),
    'an answer of 204': serve('', 204),
    'a redirect': (_request, response) => void response.writeHead(302, { location: 'https://attacker.example/' }).end(),
    'a redirect with the keys': (_request, response) =>
      void response.writeHead(301, { location: '/keys' }).end(jwksText(key)),
    'no JSON': serve('<html>'),
    nothing: serve(''),
    null: serve('null'),
    'a list of keys': serve(JSON.stringify([key.jwk])),
    'no list of keys': serve('{"keys":{}}'),
    'an empty set': serve('{"keys":[]}'),
    'a set of junk': serve('{"keys":[null,1,"key",[],{}]}'),
    'a key of 1024 bits': serve(jwksText(weak)),
    'a key of 2047 bits': serve(jwksText(almost)),
    'a key of 2048 bits that begins with zeros': changed({
      n: Buffer.alloc(256, 1).fill(0, 0, 128).toString('base64url'),
    }),
    'a key without a modulus': changed({ n: undefined }),
    'a key whose modulus is a number': changed({ n: 1 }),
    'a key for encryption': changed({ use: 'enc' }),
    'a key without a use': changed({ use: undefined }),
    'a key for another algorithm': changed({ alg: 'RS512' }),
    'a key for HMAC': serve(
      JSON.stringify({ keys: [{ kty: 'oct', k: 'AAAA', kid: key.kid, use: 'sig', alg: 'HS256' }] }),
    ),
    'an elliptic key under our id': serve(JSON.stringify({ keys: [{ ...ec, kid: key.kid, use: 'sig' }] })),
    'an elliptic key that says RSA': serve(JSON.stringify({ keys: [{ ...ec, kty: 'RSA', kid: key.kid, use: 'sig' }] })),
    'an exponent of 1': changed({ e: 'AQ' }),
    'an exponent of 3': changed({ e: 'Aw' }),
    'a key of another type, with a modulus': changed({ kty: 'EC' }),
    'a key without an id': changed({ kid: undefined }),
    'a key with an empty id': changed({ kid: '' }),
    'a key with a number for an id': changed({ kid: 1 }),
    'one key id twice': serve(jwksText(key, { ...second, jwk: { ...second.jwk, kid: key.kid } })),
    'the same key twice': serve(jwksText(key, key)),
    'more than 64 kB': serve(`{"filler":"${'x'.repeat(64_000)}",${jwksText(key).slice(1)}`),
    'a megabyte': serve(`{"filler":"${'x'.repeat(1_000_000)}",${jwksText(key).slice(1)}`),
    'an answer cut off': (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"keys":');
      setImmediate(() => response.destroy());
    },
    'a connection closed at once': (request) => void request.socket.destroy(),
    'an answer that never comes': () => undefined,
    'an answer that drips': (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    },
  };

  return [
    ...Object.entries(broken).map(([name, keys]) =>
      // Refused twice for one fetch; a second later the keys are asked for again and the same token is taken.
      keySet(
        name,
        2,
        step(503, token(), { keys }),
        step(503, token()),
        step(200, token(), { keys: good, wait: 1_000 }),
      ),
    ),
    keySet('other kinds of keys beside the good one', 1, {
      ...step(200, token()),
      keys: serve(JSON.stringify({ keys: [null, 1, { ...ec, kid: 'ec' }, { ...weak.jwk, kid: 'weak' }, key.jwk] })),
    }),
    keySet(
      'a weak key beside the good one',
      1,
      step(401, token(weak, 'weak'), {
        keys: serve(JSON.stringify({ keys: [{ ...weak.jwk, kid: 'weak' }, key.jwk] })),
      }),
    ),
    keySet('two good keys', 1, step(200, token(), { keys: serve(jwksText(key, second)) }), step(200, token(second))),
    keySet(
      'one key’s token under the other’s id',
      1,
      step(401, token(second, key.kid), { keys: serve(jwksText(key, second)) }),
    ),
    keySet(
      'rotation: a new key is taken, one that left no longer',
      2,
      step(200, token(), { keys: good }),
      step(200, token(second), { keys: serve(jwksText(second)), wait: 10_000 }),
      step(401, token()),
    ),
    keySet(
      'rotation under the same id',
      2,
      step(200, token(), { keys: good }),
      step(200, token({ ...second, kid: key.kid }), {
        keys: serve(jwksText({ ...second, jwk: { ...second.jwk, kid: key.kid } })),
        wait: HOUR,
      }),
      step(401, token()),
    ),
    keySet(
      'stale keys while they cannot be renewed',
      2,
      step(200, token(), { keys: good }),
      step(200, token(), { keys: serve('', 500), wait: HOUR }),
      step(200, token()),
    ),
    keySet(
      'an unknown id while the keys cannot be renewed',
      2,
      step(200, token(), { keys: good }),
      step(503, token(second), { keys: serve('', 500), wait: 10_000 }),
      step(200, token()),
    ),
    keySet(
      'a flood of unknown ids',
      2,
      step(200, token(), { keys: good }),
      ...Array.from({ length: 50 }, (_, index) =>
        step(401, token(second, `unknown-${index}`), { wait: index === 0 ? 10_000 : 100 }),
      ),
    ),
    keySet(
      'a flood of what cannot be a token of ours, on a cold container',
      0,
      ...['', 'Bearer x', `Bearer ${'a'.repeat(9_000)}`].map((text) => step(401, text, { keys: good })),
      ...[{ alg: 'none' }, { alg: 'HS256' }, { crit: [] }, { kid: 'k'.repeat(257) }].map((change) =>
        step(401, `Bearer ${signToken(key, claims({}, now), header(key, change))}`),
      ),
    ),
  ];
}

function serve(text: string, status = 200): RequestListener {
  return (_request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}
