const MAX_NAME = 100;

/** A field's name as a part of a JSON pointer (RFC 6901), cut: it is the caller's text. */
export const pointerPart = (name: string): string =>
  name.slice(0, MAX_NAME).replaceAll('~', '~0').replaceAll('/', '~1');
