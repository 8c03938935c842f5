import { parseTokenObject } from './token-json.ts';

const REFUSED = ['crit', 'b64', 'zip', 'enc', 'cty'] as const;
const MAX_KID_CHARS = 256;

/** What the header of a token says, or why it is refused: a fixed text for the log, with nothing of the token in it. */
export type TokenHeader = { readonly kid: string } | { readonly refused: string };

/**
 * The rules that come before the signature is looked at, and that the library does not have: canonical base64url (so
 * that one token has one spelling), JSON that all readers read alike, RS256 only, none of the parameters that change how
 * a token is read.
 */
export function readTokenHeader(token: string): TokenHeader {
  const [head = '', payload = '', ...rest] = token.split('.');
  if (![head, payload, ...rest].every(isCanonical)) return { refused: 'not canonical base64url' };
  const header = parseTokenObject(head);
  if (header === undefined) return { refused: 'the header is not one JSON object' };
  if (parseTokenObject(payload) === undefined) return { refused: 'the payload is not one JSON object' };
  if (REFUSED.some((name) => Object.hasOwn(header, name))) return { refused: 'a header parameter that is not taken' };
  const { alg, kid, typ } = header;
  if (alg !== 'RS256') return { refused: 'alg is not RS256' };
  if (typ !== undefined && typ !== 'JWT' && typ !== 'at+jwt') return { refused: 'typ is neither JWT nor at+jwt' };
  if (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID_CHARS) return { refused: 'no usable kid' };
  return { kid };
}

const isCanonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;
