const NOT_TEXT = /[\0\ufffd]/;

/**
 * True for what no keyboard sends: NUL, half of a surrogate pair, and U+FFFD, which stands for bytes that somebody before
 * us could not read. To store it would make the loss permanent.
 */
export const isBadText = (text: string): boolean => NOT_TEXT.test(text) || !text.isWellFormed();
