const MIN_MODULUS_BITS = 2_048;
const EXPONENT = 'AQAB'; // 65537: Cognito's, and a set with e = 1 would let anybody sign

/** A key that may verify our tokens, with its public parts only. A type, not an interface: the verifier wants an index signature. */
export type SigningKey = {
  readonly kid: string;
  readonly kty: 'RSA';
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly n: string;
  readonly e: string;
};

/**
 * The usable keys of a key set: RSA of at least 2048 bits, `use` sig, RS256, with a `kid` that no other key bears. The
 * others are left out, so that a key of another kind in the set does not stop sign-in. Throws when none is left.
 */
export function parseJwks(text: string): readonly SigningKey[] {
  const parsed: unknown = JSON.parse(text);
  const listed = isObject(parsed) && Array.isArray(parsed['keys']) ? parsed['keys'].filter(isObject) : [];
  const keys = listed.flatMap((entry) => {
    const key = signingKey(entry);
    const alone = listed.filter((other) => other['kid'] === entry['kid']).length === 1;
    return key !== undefined && alone ? [key] : [];
  });
  if (keys.length === 0) throw new Error('The key set holds no usable key.');
  return keys;
}

function signingKey({ kid, kty, alg, use, n, e }: Readonly<Record<string, unknown>>): SigningKey | undefined {
  if (typeof kid !== 'string' || kid === '' || kty !== 'RSA' || use !== 'sig' || e !== EXPONENT) return undefined;
  if ((alg !== undefined && alg !== 'RS256') || typeof n !== 'string' || bits(n) < MIN_MODULUS_BITS) return undefined;
  return { kid, kty, alg: 'RS256', use, n, e };
}

function bits(modulus: string): number {
  const bytes = Buffer.from(modulus, 'base64url');
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? 0 : (bytes.length - first) * 8 - (Math.clz32(bytes[first] ?? 0) - 24);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
