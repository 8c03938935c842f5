const NOT_TEXT = /[\0\ufffd]/;
/**
 * More combining marks in a row than any script writes (UAX #15, stream-safe text): normalization sorts each run of them, in
 * quadratic time. Tried where a run begins, so that each character is looked at once.
 */
const LONG_RUN = /(?<!\p{M})\p{M}{31}/u;

/**
 * True for what no keyboard sends: NUL, half of a surrogate pair, over 30 combining marks in a row, and U+FFFD, which
 * stands for bytes that somebody before us could not read. To store it would make the loss permanent.
 */
export const isBadText = (text: string): boolean => NOT_TEXT.test(text) || !text.isWellFormed() || LONG_RUN.test(text);
