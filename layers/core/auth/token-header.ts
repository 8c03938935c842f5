const REFUSED = ['crit', 'b64', 'zip', 'enc', 'cty'] as const;
const MAX_KID_CHARS = 256;

/** What the header of a token says, or why it is refused: a fixed text for the log, with nothing of the token in it. */
export type TokenHeader = { readonly kid: string } | { readonly refused: string };

/**
 * The rules that come before the signature is looked at, and that the library does not have: canonical base64url (so
 * that one token has one spelling), RS256 only, none of the parameters that change how a token is read.
 */
export function readTokenHeader(token: string): TokenHeader {
  const [head = '', ...rest] = token.split('.');
  if (![head, ...rest].every(isCanonical)) return { refused: 'not canonical base64url' };
  const header = parse(Buffer.from(head, 'base64url').toString('utf8'));
  if (header === undefined) return { refused: 'the header is not a JSON object' };
  if (REFUSED.some((name) => Object.hasOwn(header, name))) return { refused: 'a header parameter that is not taken' };
  const { alg, kid, typ } = header;
  if (alg !== 'RS256') return { refused: 'alg is not RS256' };
  if (typ !== undefined && typ !== 'JWT' && typ !== 'at+jwt') return { refused: 'typ is neither JWT nor at+jwt' };
  if (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID_CHARS) return { refused: 'no usable kid' };
  return { kid };
}

const isCanonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;

function parse(text: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // The three checks leave a JSON object, whose members may be of any type.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
