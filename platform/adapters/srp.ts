import { createHash, createHmac, hkdfSync } from 'node:crypto';

// Secure Remote Password as Cognito speaks it: RFC 5054 with the 3072-bit group of RFC 3526, SHA-256, and hexadecimal
// numbers padded to whole bytes with the sign bit clear. https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html

const PRIME = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD',
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F',
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510',
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C',
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
);
const GENERATOR = 2n;
const KEY_BYTES = 16;

/** What the server asks, of the challenge `PASSWORD_VERIFIER`. */
export interface PasswordChallenge {
  /** Hexadecimal. */
  readonly salt: string;
  readonly srpB: string;
  readonly userId: string;
  /** Base64; handed back as it is. */
  readonly secretBlock: string;
}

/** `a` is the client's secret number, of one sign-in: 1,024 random bits. */
export const publicNumber = (a: bigint): string => power(GENERATOR, a).toString(16);

/** The signature that proves the password without telling it. `poolName` is the pool's id after the underscore. */
export function signChallenge(
  { a, poolName, password, timestamp }: { a: bigint; poolName: string; password: string; timestamp: string },
  { salt, srpB, userId, secretBlock }: PasswordChallenge,
): string {
  const [publicA, publicB] = [power(GENERATOR, a), BigInt(`0x${srpB}`)];
  if (publicB % PRIME === 0n) throw new Error('the user pool has sent no number of the group');
  const u = numberOf(sha256(Buffer.concat([padded(publicA), padded(publicB)])));
  const identity = sha256(Buffer.from(`${poolName}${userId}:${password}`));
  const x = numberOf(sha256(Buffer.concat([padded(BigInt(`0x${salt}`)), identity])));
  const k = numberOf(sha256(Buffer.concat([padded(PRIME), padded(GENERATOR)])));
  const base = (((publicB - k * power(GENERATOR, x)) % PRIME) + PRIME) % PRIME;
  const shared = power(base, a + u * x);
  const key = hkdfSync('sha256', padded(shared), padded(u), 'Caldera Derived Key', KEY_BYTES);
  return createHmac('sha256', Buffer.from(key))
    .update(poolName)
    .update(userId)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest('base64');
}

/** `Mon Nov 3 14:05:09 UTC 2025`: the only form that is taken. */
export function challengeTime(date: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = date.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, rest] = [1n, base % PRIME, exponent];
  while (rest > 0n) {
    if ((rest & 1n) === 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
    rest >>= 1n;
  }
  return result;
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const whole = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(whole) ? `00${whole}` : whole, 'hex');
}
