import { CLIENT } from '../../../layers/core/auth/test-pool.ts';

/** One token as `jose` reads it: its header, its claims, its three parts. */
export interface ReadToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly parts: readonly string[];
  /** The decoded texts of header and payload. */
  readonly texts: readonly Buffer[];
  /** Epoch seconds. */
  readonly now: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Where we refuse what `jose` takes, written anew from the model and not from our code: each rule with a text for the
 * report. A token that `jose` takes and that breaks none of these must be taken.
 */
export const STRICTER_RULES: Readonly<Record<string, (token: ReadToken) => boolean>> = {
  'one Bearer token of at most 8 KB': ({ parts }) => parts.join('.').length > 8_192 || parts.length !== 3,
  'canonical base64url in every part': ({ parts }) => parts.some((part) => !isCanonical(part)),
  'strict UTF-8 without a byte order mark': ({ texts }) =>
    texts.some((bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) || !isStrict(bytes)),
  'no member twice in one object': ({ texts }) =>
    texts.some((bytes) => countMembers(bytes.toString()) !== countParsed(parsed(bytes))),
  'none of crit, b64, zip, enc and cty': ({ header }) =>
    ['crit', 'b64', 'zip', 'enc', 'cty'].some((name) => name in header),
  'typ absent, JWT or at+jwt': ({ header }) => 'typ' in header && header['typ'] !== 'JWT' && header['typ'] !== 'at+jwt',
  'a kid of 1 to 256 characters': ({ header: { kid } }) =>
    typeof kid !== 'string' || kid.length < 1 || kid.length > 256,
  'an access token': ({ claims }) => claims['token_use'] !== 'access',
  'the client’s own': ({ claims }) => claims['client_id'] !== CLIENT,
  'iat at most 60 s ahead': ({ claims: { iat }, now }) => !isNumber(iat) || iat > now + 60,
  'a life of at most 24 h': ({ claims: { exp, iat } }) => !isNumber(exp) || !isNumber(iat) || exp - iat > 86_400,
  'times to the fraction of a second': ({ claims: { exp, nbf = 0 }, now }) =>
    !isNumber(exp) || exp <= now || !isNumber(nbf) || nbf > now,
  'a user': ({ claims: { username } }) => typeof username !== 'string' || username === '',
  'sub a lower-case UUID': ({ claims: { sub } }) => typeof sub !== 'string' || !UUID.test(sub),
  'groups a list of names': ({ claims: { 'cognito:groups': groups = [] } }) =>
    !Array.isArray(groups) || groups.some((group) => typeof group !== 'string'),
  'claims of the types that the standards give them': ({ claims: { aud, scope, jti } }) =>
    !(
      aud === undefined ||
      typeof aud === 'string' ||
      (Array.isArray(aud) && aud.every((one) => typeof one === 'string'))
    ) || [scope, jti].some((claim) => claim !== undefined && typeof claim !== 'string'),
};

const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** By arithmetic on the characters, where our code encodes anew and compares. */
function isCanonical(part: string): boolean {
  if (part === '' || part.length % 4 === 1 || [...part].some((character) => !ALPHABET.includes(character)))
    return false;
  const unused = [0, 0, 4, 2][part.length % 4] ?? 0;
  return ALPHABET.indexOf(part.slice(-1)) % 2 ** unused === 0;
}

function isStrict(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** As `jose` does, whose decoder drops a byte order mark. */
const parsed = (bytes: Buffer): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** Colons outside strings: as many as the text has members, those that come twice included. */
const countMembers = (json: string): number => json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;

/** Members that are left after parsing, in every depth. */
function countParsed(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce((sum: number, one) => sum + countParsed(one), 0);
  return Array.isArray(value) ? inner : inner + Object.keys(value).length;
}
