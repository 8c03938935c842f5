const MAX_TOKEN_CHARS = 8_192;

// One scheme, one space, three non-empty parts. A comma, as two headers joined make, or a second space is no match.
const BEARER = /^bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;
const LONGEST_HEADER = 'bearer '.length + MAX_TOKEN_CHARS;

/** The token of an `Authorization` header, or undefined when it is not exactly one Bearer token of at most 8 KB. */
export const readBearer = (header: string | undefined): string | undefined =>
  header === undefined || header.length > LONGEST_HEADER ? undefined : BEARER.exec(header)?.[1];
