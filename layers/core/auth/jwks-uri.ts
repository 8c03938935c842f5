/**
 * Checks a key-set address once, at start: https anywhere, plain http on this machine only, for the keys decide who
 * everybody is. Throws a plain `Error` (a broken configuration, not a caller's mistake).
 */
export function jwksUri(text: string): URL {
  const uri = URL.canParse(text) ? new URL(text) : undefined;
  const safe = uri?.protocol === 'https:' || (uri?.protocol === 'http:' && isLoopback(uri.hostname));
  if (uri === undefined || !safe || uri.username !== '' || uri.password !== '') {
    throw new Error('The JWKS address must be https, or http on a loopback address, without credentials.');
  }
  return uri;
}

/** `URL` has already turned every spelling of an IPv4 address (hex, octal, one number) into four decimals. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
