import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { challengeTime, publicNumber, signChallenge } from './srp.ts';

const a = BigInt(`0x${'a5'.repeat(128)}`);
const poolName = 'GymLocal1';
const userId = '11111111-1111-4111-8111-111111111111';
const password = 'a Password-1234';
const timestamp = 'Mon Nov 3 04:05:09 UTC 2025';
const secretBlock = Buffer.from('the secret block').toString('base64');

test('signs as amazon-cognito-identity-js 6.3.21 does, with the same numbers', () => {
  const challenge = { salt: '9f1e2d3c4b5a69788796a5b4c3d2e1f0', srpB: `${'c3'.repeat(380)}11`, userId, secretBlock };
  expect(signChallenge({ a, poolName, password, timestamp }, challenge)).toBe(
    'XgvoyEAuD+r9QYN5lvte+SDQtNAgV3E1zg6/rLkmI78=',
  );
  expect(publicNumber(a)).toMatch(/^9ee17a7fb57730cbafb84004d48fc20adf56de0d.*50d20b88$/);
});

/** The other side, from RFC 5054: it knows the verifier `v` alone. */
const N = BigInt(
  `0x${Buffer.from(
    'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff',
    'hex',
  ).toString('hex')}`,
);
const modPow = (base: bigint, exponent: bigint): bigint =>
  [...exponent.toString(2)].reduce((result, bit) => (((result * result) % N) * (bit === '1' ? base % N : 1n)) % N, 1n);
const bytes = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const even = hex.length % 2 === 1 ? `0${hex}` : hex;
  return Buffer.from(Number.parseInt(even.slice(0, 2), 16) >= 128 ? `00${even}` : even, 'hex');
};
const hash = (...parts: readonly Uint8Array[]): bigint =>
  BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`);

/** What the server expects for a person whose password is `known`. */
function expectedBy(server: { readonly b: bigint; readonly salt: bigint; readonly known: string }, publicA: bigint) {
  const inner = createHash('sha256').update(`${poolName}${userId}:${server.known}`).digest();
  const verifier = modPow(2n, hash(bytes(server.salt), inner));
  const srpB = (hash(bytes(N), bytes(2n)) * verifier + modPow(2n, server.b)) % N;
  const u = hash(bytes(publicA), bytes(srpB));
  const shared = modPow(publicA * modPow(verifier, u), server.b);
  const key = Buffer.from(hkdfSync('sha256', bytes(shared), bytes(u), 'Caldera Derived Key', 16));
  const text = Buffer.concat([
    Buffer.from(poolName + userId),
    Buffer.from(secretBlock, 'base64'),
    Buffer.from(timestamp),
  ]);
  return { srpB: srpB.toString(16), signature: createHmac('sha256', key).update(text).digest('base64') };
}

test.each([3n, 0x8000_0000n, 2n ** 1023n + 12345n])(
  'a server that knows the verifier alone takes the signature (b = %p)',
  (b) => {
    const salt = 0x7f00ffn;
    const right = expectedBy({ b, salt, known: password }, BigInt(`0x${publicNumber(a)}`));
    const challenge = { salt: salt.toString(16), srpB: right.srpB, userId, secretBlock };
    expect(signChallenge({ a, poolName, password, timestamp }, challenge)).toBe(right.signature);
    const wrong = signChallenge({ a, poolName, password: `${password}5`, timestamp }, challenge);
    expect(wrong).not.toBe(right.signature);
  },
);

test('refuses a server whose number would give the password away', () => {
  const challenge = { salt: '1', srpB: N.toString(16), userId, secretBlock };
  expect(() => signChallenge({ a, poolName, password, timestamp }, challenge)).toThrow('no number of the group');
});

test.each([
  ['2025-11-03T04:05:09.999Z', 'Mon Nov 3 04:05:09 UTC 2025'],
  ['2026-12-31T23:59:59.000Z', 'Thu Dec 31 23:59:59 UTC 2026'],
])('writes %s as Cognito reads it', (iso, text) => {
  expect(challengeTime(new Date(iso))).toBe(text);
});
