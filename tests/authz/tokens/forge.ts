import { constants, createPublicKey, sign } from 'node:crypto';
import {
  base64url,
  claims,
  createTestKey,
  header,
  signHmac,
  signRaw,
  signToken,
  type TestKey,
} from '../../../layers/core/auth/test-pool.ts';

type Json = Readonly<Record<string, unknown>>;

/** What an attacker, or a careless issuer, can make. Every text is a whole `Authorization` header. */
export interface Forge {
  /** Epoch seconds: the clock of the verifier under attack. */
  readonly now: number;
  /** The pool's key. */
  readonly key: TestKey;
  /** An attacker's key under the pool's key id. */
  readonly impostor: TestKey;
  /** An honest token and its three parts. */
  readonly token: string;
  readonly parts: readonly [head: string, payload: string, signature: string];
  /** The public key in the forms in which it could be taken for a secret. */
  readonly publicForms: Readonly<Record<string, string | Buffer>>;
  /** Honest but for these claims; one set to `undefined` is left out. */
  withClaims(changes: Json): string;
  /** Honest but for these header parameters. */
  withHeader(changes: Json): string;
  /** Honest but for the key and these header parameters. */
  byImpostor(changes?: Json): string;
  /** Signed by the pool's key as it stands: the texts of header and payload, after a change. */
  withText(change: { readonly head?: (text: string) => string; readonly payload?: (text: string) => string }): string;
  /** Signed by the pool's key over these bytes. */
  withBytes(head: Buffer, payload: Buffer): string;
  /** Signed by HMAC. */
  hmac(secret: string | Buffer, changes?: Json): string;
  /** The honest parts with a PSS signature. */
  pss(): string;
  /** Other header parameters over the honest payload, with this text for a signature. */
  unsigned(changes: Json, signature: string): string;
}

export function createForge(now: number, key = createTestKey('key-1'), impostor = createTestKey(key.kid)): Forge {
  const honest = claims({}, now);
  const token = signToken(key, honest);
  const [head = '', payload = '', signature = ''] = token.split('.');
  const publicKey = createPublicKey({ key: { ...key.jwk }, format: 'jwk' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const withBytes = (first: Buffer, second: Buffer): string => {
    const input = `${base64url(first)}.${base64url(second)}`;
    return `Bearer ${input}.${base64url(sign('sha256', Buffer.from(input), key.privateKey))}`;
  };
  return {
    now,
    key,
    impostor,
    token,
    parts: [head, payload, signature],
    publicForms: {
      PEM: pem,
      'PEM without its last line feed': pem.trimEnd(),
      'PEM without its armour': pem.replaceAll(/-----.*-----|\n/g, ''),
      'PKCS #1 PEM': publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      'SPKI DER': publicKey.export({ type: 'spki', format: 'der' }),
      'PKCS #1 DER': publicKey.export({ type: 'pkcs1', format: 'der' }),
      JWK: JSON.stringify(key.jwk),
      modulus: Buffer.from(String(key.jwk['n']), 'base64url'),
    },
    withClaims: (changes) => `Bearer ${signToken(key, claims(changes, now))}`,
    withHeader: (changes) => `Bearer ${signToken(key, honest, header(key, changes))}`,
    byImpostor: (changes = {}) => `Bearer ${signToken(impostor, honest, header(key, changes))}`,
    withText: ({ head: ofHead = same, payload: ofPayload = same }) =>
      `Bearer ${signRaw(key, ofHead(JSON.stringify(header(key))), ofPayload(JSON.stringify(honest)))}`,
    withBytes,
    hmac: (secret, changes = { alg: 'HS256' }) => `Bearer ${signHmac(secret, header(key, changes), honest)}`,
    pss() {
      const padding = { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      return `Bearer ${head}.${payload}.${base64url(sign('sha256', Buffer.from(`${head}.${payload}`), padding))}`;
    },
    unsigned: (changes, end) => `Bearer ${base64url(JSON.stringify(header(key, changes)))}.${payload}.${end}`,
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes in other characters: sets the bits of the last one that decoding drops. Undefined where there are none. */
export function otherSpelling(part: string): string | undefined {
  if (part.length % 4 === 0) return undefined;
  return `${part.slice(0, -1)}${ALPHABET[ALPHABET.indexOf(part.slice(-1)) ^ 1]}`;
}

const same = (text: string): string => text;
